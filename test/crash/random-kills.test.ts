import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { modelOf, openDesk, type Desk, type Ended, type JsonLine } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import type { Script } from '../support/mock-provider/script.ts'
import { expectSoundLog, expectSoundRequests, readLog } from '../support/run-laws.ts'
import { seededRandom } from '../support/seeded-random.ts'

const killsWanted = 200
const killsPerSession = 6
const killer = fileURLToPath(new URL('../support/process/kill-at-commit.mjs', import.meta.url))
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
  const random = seededRandom(20261123)
  const live = async () => {
    while (tally.kills < killsWanted) await killOften(openDesk({ 'a.txt': 'text\n' }, mock), random, tally)
  }
  try {
    await Promise.all([live(), live()])
    expectSoundRequests(mock)
  } finally {
    await mock.close()
  }
  const { kills, acknowledged, unknown, landed } = tally
  console.log(`${kills} kills, ${acknowledged} events acknowledged before them, ${unknown} outcomes unknown`)
  console.log('landed in:', Object.fromEntries([...landed].sort()))
  expect(acknowledged).toBeGreaterThan(1000)
  expect(landed.size).toBeGreaterThanOrEqual(6)
})

/** Kills one session over and over until a run of it comes through, then checks all of it. */
async function killOften(desk: Desk, random: () => number, tally: Tally): Promise<void> {
  const session = `s${Math.floor(random() * 1e9)}`
  const args = ['run', '--json', '-m', modelOf['openai-responses'], '--mount', '.', '--sandbox', 'none']
  const command = [...args, '--session-id', session, '--idempotency-key', 'k', 'work']
  const acknowledged: JsonLine[] = []
  let kills = 0
  for (let ended = false; !ended && kills < killsPerSession;) {
    const { signal, stdout } = await killOnce(desk, command, random)
    const whole = stdout.slice(0, stdout.lastIndexOf('\n') + 1).split('\n')
    acknowledged.push(...whole.flatMap((line) => (line.includes('"seq":') ? [JSON.parse(line) as JsonLine] : [])))
    ended = signal !== 'SIGKILL'
    if (ended) break
    kills++
    const phase = await landedIn(desk, session)
    tally.landed.set(phase, (tally.landed.get(phase) ?? 0) + 1)
  }
  const { code, stdout } = await desk.run(command)
  expect(code, stdout.slice(-500)).toBe(0)
  const log = await readLog(desk, session)
  expectSoundLog(log)
  for (const line of acknowledged) expect(log[Number(line['seq']) - 1]).toEqual(line)
  tally.unknown += expectEffectsOnce(session, join(desk.home, '..', 'ledger'), log)
  tally.kills += kills
  tally.acknowledged += new Set(acknowledged.map(({ seq }) => seq)).size
}

/** A third dies by the clock, a third just after an event was printed, a third at a commit. */
async function killOnce(desk: Desk, command: readonly string[], random: () => number): Promise<Ended> {
  const how = random()
  if (how < 1 / 3) {
    const env = {
      NODE_OPTIONS: `--import=${killer}`,
      KILL_AT: String(1 + Math.floor(random() * 25)),
      KILL_WHEN: 'after',
    }
    return desk.run(command, { env })
  }
  const running = desk.start(command)
  const printed = new RegExp(`("seq":.*\n){${2 + Math.floor(random() * 12)}}`)
  if (how < 2 / 3) await wait(random() * 500)
  else
    await running.saw(printed).then(
      () => wait(random() * 20),
      () => undefined,
    )
  running.child.kill('SIGKILL')
  return running.ended
}

/** The last thing the log knew when the process died. */
async function landedIn(desk: Desk, session: string): Promise<string> {
  const { code, lines } = await desk.run(['log', session, '--json'])
  if (code !== 0) return 'before the session'
  const last = lines().findLast((line) => 'seq' in line)
  if (last === undefined) return 'before the first event'
  return last.kind === 'tool.started' ? `${last.kind} (${String(last['effectClass'])})` : last.kind
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
