import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { modelOf, openDesk, type Desk, type JsonLine } from '../support/cli.ts'
import { inParallel } from '../support/in-parallel.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import type { Script } from '../support/mock-provider/script.ts'
import { expectSoundLog, expectSoundRequests, readLog } from '../support/run-laws.ts'
import { seededRandom } from '../support/seeded-random.ts'

const sessions = 40
const killsPerSession = 5
const turns = 12

/** A run that writes, reads and runs commands with an effect outside the workspace, turn by turn. */
const load: Script = ({ index, session, wire }) => {
  if (index >= turns) return { text: 'all done', chunkDelayMs: 2 }
  const call =
    index % 3 === 0
      ? {
          name: 'exec_command',
          args: { cmd: `sleep 0.02; echo ${session}-${index} >> "$HOME/ledger"; echo noted > note-${index}` },
        }
      : index % 3 === 1
        ? {
            name: 'apply_patch',
            custom: true,
            args: `*** Begin Patch\n*** Add File: f${index}.txt\n+${wire}\n*** End Patch\n`,
          }
        : { name: 'read_file', args: { path: 'a.txt' } }
  return { thinking: 'thinking it over', text: 'a few words on the way', calls: [call], chunkDelayMs: 2 }
}

interface Tally {
  kills: number
  acknowledged: number
  unknown: number
  readonly landed: Map<string, number>
}

test('two hundred kills lose no acknowledged event and repeat no effect', { timeout: 900_000 }, async () => {
  const mock = await startMockProvider(load)
  const tally: Tally = { kills: 0, acknowledged: 0, unknown: 0, landed: new Map() }
  try {
    const random = seededRandom(20261123)
    await inParallel(
      2,
      Array.from({ length: sessions }, (_, index) => index),
      async () => {
        const desk = openDesk({ 'a.txt': 'text\n' }, mock)
        await killOften(desk, random, tally)
      },
    )
    expectSoundRequests(mock)
  } finally {
    await mock.close()
  }
  console.log(
    `${tally.kills} kills, ${tally.acknowledged} events acknowledged before them, ${tally.unknown} outcomes unknown`,
  )
  console.log('landed in:', Object.fromEntries([...tally.landed].sort()))
  expect(tally.kills).toBeGreaterThanOrEqual(200)
  expect(tally.acknowledged).toBeGreaterThan(1000)
  expect(tally.landed.size).toBeGreaterThanOrEqual(5)
})

async function killOften(desk: Desk, random: () => number, tally: Tally): Promise<void> {
  const session = `s${Math.floor(random() * 1e9)}`
  const ledger = join(desk.home, '..', 'ledger')
  const args = ['run', '--json', '-m', modelOf['openai-responses'], '--mount', '.', '--sandbox', 'none']
  const command = [...args, '--session-id', session, '--idempotency-key', 'k', 'work']
  const acknowledged: JsonLine[] = []
  let kills = 0
  while (kills < killsPerSession) {
    const running = desk.start(command)
    // Half by the clock from the start on, half just after an event was printed.
    if (random() < 0.4) await wait(random() * 700)
    else
      await running.saw(new RegExp(`("seq":.*\n){${2 + Math.floor(random() * 8)}}`)).then(
        () => wait(random() * 40),
        () => undefined,
      )
    running.child.kill('SIGKILL')
    const { signal, stdout } = await running.ended
    const whole = stdout.slice(0, stdout.lastIndexOf('\n') + 1)
    acknowledged.push(
      ...whole.split('\n').flatMap((line) => (line.includes('"seq":') ? [JSON.parse(line) as JsonLine] : [])),
    )
    if (signal !== 'SIGKILL') break
    kills++
    const phase = await landedIn(desk, session)
    tally.landed.set(phase, (tally.landed.get(phase) ?? 0) + 1)
  }
  const { code } = await desk.run(command)
  expect(code).toBe(0)
  const log = await readLog(desk, session)
  expectSoundLog(log)
  for (const line of acknowledged) expect(log[Number(line['seq']) - 1]).toEqual(line)
  tally.unknown += expectEffectsOnce(session, ledger, log)
  tally.kills += kills
  tally.acknowledged += acknowledged.length
}

/** The last thing the log knew when the process died. */
async function landedIn(desk: Desk, session: string): Promise<string> {
  const { code, lines } = await desk.run(['log', session, '--json'])
  if (code !== 0) return 'before the session'
  return lines().findLast((line) => 'seq' in line)?.kind ?? 'before the first event'
}

/** No command took effect twice, and each that is known to have worked did. */
function expectEffectsOnce(session: string, ledger: string, log: readonly JsonLine[]): number {
  const effects = existsSync(ledger) ? readFileSync(ledger, 'utf8').trim().split('\n') : []
  expect(new Set(effects).size).toBe(effects.length)
  const commands = log.filter(
    ({ kind, opId }) => kind === 'tool.finished' && (Number(/\/t(\d+)\//.exec(String(opId))?.[1]) - 1) % 3 === 0,
  )
  for (const { opId, outcome } of commands) {
    const index = Number(/\/t(\d+)\//.exec(String(opId))?.[1]) - 1
    if (outcome === 'ok') expect(effects).toContain(`${session}-${index}`)
  }
  return commands.filter(({ outcome }) => outcome === 'unknown').length
}
