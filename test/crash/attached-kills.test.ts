import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { attach, type Attached, type Said } from '../support/attached.ts'
import { modelOf, openDesk, type Desk, type JsonLine } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import type { Script } from '../support/mock-provider/script.ts'
import { expectSoundLog, expectSoundRequests, readLog } from '../support/run-laws.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { waitFor } from '../support/wait-for.ts'

const killsWanted = 50
const session = 'shared'
const killer = fileURLToPath(new URL('../support/process/kill-at-commit.mjs', import.meta.url))

/** Each prompt has its answer once a command with an effect outside the workspace, and a reading, have come back. */
const work: Script = ({ results, userText, count }) => {
  const prompt = /p\d+/.exec(userText)?.[0] ?? 'begin'
  const [last] = results
  if (last === undefined)
    return {
      text: 'some words on the way, which come one after another',
      deltaChars: 4,
      chunkDelayMs: 10,
      calls: [{ name: 'exec_command', args: { cmd: `echo ${prompt}-${count} >> "$HOME/ledger"; sleep 0.1` } }],
    }
  return { thinking: 'so that is done', text: `answer to ${prompt}`, deltaChars: 4, chunkDelayMs: 5 }
}

/** When the driver is killed. */
const phases = ['streaming', 'command', 'takeover', 'idle', 'before a commit', 'after a commit', 'any time'] as const
type Phase = (typeof phases)[number]

test(
  'three attached, two of them asking, the driver killed fifty times: one log, each prompt answered once, no effect twice',
  {
    timeout: 600_000,
  },
  async () => {
    const mock = await startMockProvider(work)
    onTestFinished(() => mock.close())
    const desk = openDesk({ 'a.txt': 'text\n' }, mock)
    const begin = ['run', '-q', '-m', modelOf['openai-responses'], '--mount', '.', '--sandbox', 'none']
    const begun = await desk.run([...begin, '--session-id', session, 'begin'])
    expect(begun.code, begun.stderr).toBe(0)
    const room = new Room(desk)
    onTestFinished(() => room.close())
    await room.live()

    const log = await readLog(desk, session)
    for (const { log: seen } of room.attached) expect(seen).toEqual(log)
    expectSoundLog(log)
    expectSoundRequests(mock)
    const unknown = expectAnsweredOnce(log, room.asked)
    expectEffectsOnce(log, join(desk.home, '..', 'ledger'))
    console.log(
      `${room.kills} kills, ${room.takeovers} takeovers, ${room.asked.length} prompts, ${unknown} outcomes unknown`,
    )
    console.log('meant for:', Object.fromEntries([...room.meant].sort()))
    console.log('landed in:', Object.fromEntries([...room.landed].sort()))
    expect(room.landed.size).toBeGreaterThanOrEqual(5)
    expect(room.takeovers).toBeGreaterThanOrEqual(10)
  },
)

/** Three processes attached to one session, replaced when they are killed. */
class Room {
  readonly attached: Attached[] = []
  readonly asked: string[] = []
  readonly meant = new Map<string, number>()
  readonly landed = new Map<string, number>()
  kills = 0
  takeovers = 0
  private readonly durable = new Set<string>()
  private readonly random = seededRandom(20261125)
  private readonly waiting = new Set<(said: Said, from: Attached) => void>()

  constructor(private readonly desk: Desk) {
    for (let slot = 0; slot < 3; slot++) this.fill(slot)
  }

  /** Kills until there were enough, then lets all work be done. */
  async live(): Promise<void> {
    while (this.kills < killsWanted) {
      this.askAround()
      const phase = phases[this.kills % phases.length] ?? 'any time'
      const victim = await this.strike(phase)
      for (const [slot, { isOver }] of this.attached.entries()) if (isOver) this.fill(slot)
      // Of those that only followed, none counts but the ones that are killed when there is nothing to drive.
      if (!victim.isDriving && phase !== 'idle') continue
      this.kills++
      this.meant.set(phase, (this.meant.get(phase) ?? 0) + 1)
      const place = `${victim.isDriving ? 'driving' : 'following'}: ${describe(victim.last)}`
      this.landed.set(place, (this.landed.get(place) ?? 0) + 1)
    }
    await vi.waitFor(
      () => {
        this.askAgain()
        expect(this.asked.filter((id) => !this.durable.has(id))).toEqual([])
        for (const { log, isOver } of this.attached) {
          expect(isOver).toBe(false)
          expect(finished(log)).toBe(this.asked.length + 1)
        }
      },
      { timeout: 120_000, interval: 200 },
    )
    const head = (await readLog(this.desk, session)).length
    await waitFor(() => expect(this.attached.map(({ log }) => log.length)).toEqual([head, head, head]))
  }

  async close(): Promise<void> {
    await Promise.all(this.attached.map((process) => process.kill()))
  }

  private fill(slot: number, env: NodeJS.ProcessEnv = {}): Attached {
    const hear = (said: Said, from: Attached) => {
      if (said.type === 'asked') this.durable.add(said.id)
      if (said.type === 'driving' && said.from) this.takeovers++
      for (const listener of this.waiting) listener(said, from)
    }
    const process = attach(this.desk, session, hear, env)
    this.attached[slot] = process
    return process
  }

  /** Two of the three ask, at random; not more than can be answered meanwhile. */
  private askAround(): void {
    this.askAgain()
    const open = this.asked.length + 1 - Math.max(...this.attached.map(({ log }) => finished(log)))
    for (const slot of [0, 1]) {
      if (open > 3 || this.random() < 0.4) continue
      this.ask(this.attached[slot])
    }
  }

  /** Who was killed before it had said that a prompt is durable may have submitted it or not; asking again is harmless. */
  private askAgain(): void {
    for (const id of this.asked) if (!this.durable.has(id)) this.attached[1]?.ask(id, `do ${id}`)
  }

  private async strike(phase: Phase): Promise<Attached> {
    switch (phase) {
      case 'streaming':
        return this.killWhen(({ type }) => type === 'delta', 20)
      case 'command':
        return this.killWhen((said) => said.type === 'entry' && said.entry.kind === 'tool.started', 150)
      case 'takeover': {
        await this.killWhen(({ type }) => type === 'delta', 20)
        return this.killWhen((said) => said.type === 'driving' && said.state === 'driving', 3)
      }
      case 'idle':
        return this.killWhen((said) => said.type === 'driving' && said.state === 'idle', 5, 15_000)
      case 'before a commit':
      case 'after a commit':
        return this.dieAtCommit(phase.startsWith('before') ? 'before' : 'after')
      case 'any time':
        await wait(this.random() * 600)
        return this.killDriver()
    }
  }

  /** Kills the driver up to `withinMs` after somebody said a thing, or after a while in which nobody did. */
  private async killWhen(isIt: (said: Said) => boolean, withinMs: number, patienceMs = 3_000): Promise<Attached> {
    let listener: ((said: Said) => void) | null = null
    const said = new Promise<void>((resolve) => {
      listener = (heard) => (isIt(heard) ? resolve() : undefined)
      this.waiting.add(listener)
    })
    await Promise.race([said, wait(patienceMs)])
    if (listener !== null) this.waiting.delete(listener)
    await wait(this.random() * withinMs)
    return this.killDriver()
  }

  private async killDriver(): Promise<Attached> {
    const living = this.attached.filter(({ isOver }) => !isOver)
    const victim = living.find(({ isDriving }) => isDriving) ?? living[Math.floor(this.random() * living.length)]
    if (victim === undefined) throw new Error('nobody is left')
    await victim.kill()
    return victim
  }

  /** One that dies by itself at a commit; the others are held back until then, so that it is the one that drives. */
  private async dieAtCommit(when: 'before' | 'after'): Promise<Attached> {
    for (const other of this.attached) other.pause()
    await Promise.all(this.attached.filter(({ isDriving }) => isDriving).map((driver) => driver.kill()))
    const slot = Math.max(
      0,
      this.attached.findIndex(({ isOver }) => isOver),
    )
    await this.attached[slot]?.kill()
    const at = 3 + Math.floor(this.random() * 8)
    const victim = this.fill(slot, { NODE_OPTIONS: `--import=${killer}`, KILL_AT: String(at), KILL_WHEN: when })
    this.ask(victim)
    await Promise.race([victim.ended, wait(10_000)])
    for (const other of this.attached) other.goOn()
    return victim.isOver ? victim : this.killDriver()
  }

  private ask(process: Attached | undefined): void {
    const id = `p${this.asked.length + 1}`
    this.asked.push(id)
    process?.ask(id, `do ${id}`)
  }
}

/** What a process was about, by the last thing it said. */
function describe(said: Said | null): string {
  switch (said?.type) {
    case 'driving':
      return said.state !== 'driving' ? said.state : said.from ? 'has just taken over' : 'has just begun'
    case 'delta':
      return said.part === 'output' ? 'a command speaks' : 'the model streams'
    case 'entry':
      return `after ${said.entry.kind}`
    case 'asked':
      return 'after a submit'
    case undefined:
      return 'before anything'
  }
}

function finished(log: readonly JsonLine[]): number {
  return log.filter(({ kind }) => kind === 'run.finished').length
}

/** Every prompt became one run, and every run ended with one answer. Returns how many outcomes nobody knows. */
function expectAnsweredOnce(log: readonly JsonLine[], asked: readonly string[]): number {
  const requested = log.flatMap(({ kind, commandId }) => (kind === 'run.requested' ? [String(commandId)] : []))
  expect(requested.slice(1).sort()).toEqual([...asked].sort())
  const ends = log.filter(({ kind }) => kind === 'run.finished')
  expect(ends.map(({ runId }) => runId)).toEqual(requested.map((_, index) => `r${index + 1}`))
  for (const { outcome } of ends) expect(outcome).toEqual({ type: 'completed' })
  expect(log.filter(({ kind, stop }) => kind === 'turn.generated' && stop === 'end')).toHaveLength(requested.length)
  return log.filter(({ kind, outcome }) => kind === 'tool.finished' && outcome === 'unknown').length
}

/** No command took effect twice, and of those that are known to have worked all did. */
function expectEffectsOnce(log: readonly JsonLine[], ledger: string): void {
  const effects = existsSync(ledger) ? readFileSync(ledger, 'utf8').trim().split('\n') : []
  expect(new Set(effects).size).toBe(effects.length)
  const prompts = effects.map((effect) => effect.replace(/-\d+$/, ''))
  expect(new Set(prompts).size, 'a prompt had its effect twice').toBe(prompts.length)
  const started = log.filter(({ kind }) => kind === 'tool.started')
  expect(new Set(started.map(({ call }) => call)).size).toBe(started.length)
  expect(effects.length).toBeGreaterThan(10)
  const worked = log.filter(({ kind, outcome }) => kind === 'tool.finished' && outcome === 'ok')
  expect(effects.length).toBeGreaterThanOrEqual(worked.length)
  expect(effects.length).toBeLessThanOrEqual(started.length)
}
