import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { SessionId } from '../../core/values/ids.ts'
import { modelOf, openDesk, type Desk } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import type { Script } from '../support/mock-provider/script.ts'
import { expectSoundLog, expectSoundRequests, readLog } from '../support/run-laws.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { watchSession, type SessionWatch } from '../support/session-watch.ts'
import { openTerminal, type Terminal } from '../support/terminal.ts'

const killsWanted = Number(process.env['CHAT_KILLS'] ?? 50)
const session = 'shared' as SessionId

/** Prompts said since the last answer that names any. */
function unanswered(body: Readonly<Record<string, unknown>>): readonly string[] {
  let open: string[] = []
  for (const item of body['input'] as readonly { readonly role?: string; readonly content?: unknown }[]) {
    const text = JSON.stringify(item.content ?? '')
    if (item.role === 'user') open = [...open, ...(/do (p\d+)\./.exec(text)?.slice(1) ?? [])]
    if (item.role === 'assistant' && text.includes('answer to')) open = []
  }
  return open
}

/** What was said last has a command with an effect first; then one answer names all that was said. */
const work: Script = ({ body, results, count }) => {
  const open = unanswered(body)
  if (results.length === 0)
    return {
      text: 'some words on the way, which come one after another',
      deltaChars: 4,
      chunkDelayMs: 10,
      calls: [{ name: 'exec_command', args: { cmd: `echo ${open.at(-1)}-${count} >> "$HOME/ledger"; sleep 0.1` } }],
    }
  return { thinking: 'so that is done', text: `answer to ${open.join(' ')}.`, deltaChars: 4, chunkDelayMs: 10 }
}

const phases = ['streaming', 'command', 'answering', 'takeover', 'sending', 'idle', 'any time'] as const
type Phase = (typeof phases)[number]

test(
  'three terminals on one session, two of them typing, the driver killed fifty times: all show the same, each prompt is answered once',
  { timeout: 600_000 },
  async () => {
    const mock = await startMockProvider(work)
    onTestFinished(() => mock.close())
    const desk = openDesk({ 'a.txt': 'text\n' }, mock)
    runUnconfined(desk)
    const begin = ['run', '-q', '-m', modelOf['openai-responses'], '--mount', '.', '--session-id', session]
    const begun = await desk.run([...begin, 'do p0.'])
    expect(begun.code, begun.stderr).toBe(0)
    const watch = watchSession(desk.home, session)
    onTestFinished(() => watch.close())
    const room = new Room(desk, watch)
    await room.live()

    const log = await readLog(desk, session)
    expectSoundLog(log)
    expectSoundRequests(mock)
    const said = await expectAnsweredOnce(watch, room.typed)
    for (const terminal of room.terminals) expectShown(await terminalText(terminal), said)
    expectEffectsOnce(watch, join(desk.home, '..', 'ledger'))
    console.log(`${room.kills} kills, ${room.typed} prompts, ${room.retyped} typed again`)
    console.log('landed in:', Object.fromEntries([...room.landed].sort()))
    expect(room.landed.size).toBeGreaterThanOrEqual(4)
  },
)

/** The config of a person who runs commands without a sandbox. */
function runUnconfined(desk: Desk): void {
  const file = join(desk.home, 'config', 'config.json')
  const config = JSON.parse(readFileSync(file, 'utf8')) as object
  writeFileSync(file, JSON.stringify({ ...config, sandbox: 'none' }), { mode: 0o600 })
}

/** Three terminals on one session, replaced when they are killed. */
class Room {
  readonly terminals: Terminal[] = []
  readonly landed = new Map<string, number>()
  kills = 0
  typed = 0
  retyped = 0
  private isOver = false
  /** Nobody types for a while. */
  private isQuiet = false
  /** Hears where a prompt was just sent. */
  private sent: (slot: number) => void = () => undefined
  private readonly random = seededRandom(20261125)

  constructor(
    private readonly desk: Desk,
    private readonly watch: SessionWatch,
  ) {
    for (let slot = 0; slot < 3; slot++) this.fill(slot)
  }

  /** Kills until there were enough, then lets all work be done. */
  async live(): Promise<void> {
    const typists = Promise.all([this.typeAway(0), this.typeAway(1)])
    for (let turn = 0; this.kills < killsWanted; turn++) {
      await this.strike(phases[turn % phases.length] ?? 'any time')
    }
    this.isOver = true
    await typists
    await vi.waitFor(() => expect(finished(this.watch)).toBe(requested(this.watch)), {
      timeout: 60_000,
      interval: 100,
    })
  }

  private fill(slot: number): void {
    const argv = slot === 2 ? ['attach', session] : ['chat', '-r', session]
    const { env, directory } = this.desk
    this.terminals[slot] = openTerminal({ argv, env, cwd: directory, columns: 100, rows: 30 })
  }

  /** Types one prompt after the other, not more than can be answered meanwhile. */
  private async typeAway(slot: number): Promise<void> {
    while (!this.isOver) {
      await wait(this.random() * 600)
      if (this.isQuiet || requested(this.watch) - finished(this.watch) > 2) continue
      const prompt = `do p${++this.typed}.`
      while (!(await this.say(slot, prompt))) this.retyped += 1
    }
  }

  /** Types a prompt into whatever terminal is there, and sends it. @returns whether it is durable */
  private async say(slot: number, prompt: string): Promise<boolean> {
    const terminal = this.terminals[slot]
    if (terminal === undefined) return false
    const isGone = terminal.exited.then(() => true)
    try {
      await terminal.waitFor(/^[›↑↓] /m)
      // The draft of one that was killed may be there.
      terminal.press('ctrl+u')
      for (const letter of prompt) {
        terminal.type(letter)
        await wait(this.random() * 10)
      }
      await terminal.waitFor(`› ${prompt}`)
      terminal.press(this.random() < 0.3 ? 'tab' : 'enter')
      this.sent(slot)
      for (let tries = 1; tries <= 200; tries++) {
        if (await this.isDurable(prompt)) return true
        if (await Promise.race([isGone, wait(50).then(() => false)])) break
        // Tab sends only while a run is active.
        if (tries % 20 === 0 && terminal.screen().includes(`› ${prompt}`)) terminal.press('enter')
      }
    } catch (error) {
      if (!(await Promise.race([isGone, wait(100).then(() => false)]))) throw error
    }
    // Only now is it certain: a dead terminal submits nothing any more.
    await isGone
    return this.isDurable(prompt)
  }

  private async isDurable(prompt: string): Promise<boolean> {
    return (await this.watch.prompts()).some((text) => text.includes(prompt))
  }

  private async strike(phase: Phase): Promise<void> {
    const { watch, random } = this
    switch (phase) {
      case 'streaming':
        await watch.next('turn.started', 5_000)
        await wait(40 + random() * 100)
        return this.killDriver()
      case 'command':
        await watch.next('tool.started', 5_000)
        await wait(random() * 120)
        return this.killDriver()
      case 'answering':
        await watch.next('tool.finished', 5_000)
        await wait(random() * 150)
        return this.killDriver()
      case 'takeover': {
        await watch.next('turn.started', 5_000)
        const first = await watch.driver()
        await this.killDriver()
        await vi
          .waitFor(async () => expect([null, first]).not.toContain(await watch.driver()), { interval: 2 })
          .catch(() => undefined)
        await wait(random() * 20)
        return this.killDriver()
      }
      case 'sending': {
        const sent = new Promise<number | null>((resolve) => (this.sent = resolve))
        const slot = await Promise.race([sent, wait(5_000).then(() => null)])
        await wait(random() * 8)
        return slot === null ? this.killDriver() : this.kill(slot, 'while it sends')
      }
      case 'idle':
        this.isQuiet = true
        await vi.waitFor(() => expect(finished(watch)).toBe(requested(watch)), { timeout: 60_000 })
        await wait(random() * 400)
        await this.killDriver()
        this.isQuiet = false
        return
      case 'any time':
        await wait(random() * 600)
        return this.killDriver()
    }
  }

  /** Kills the terminal that drives, or any where none does, and opens another in its place. */
  private async killDriver(): Promise<void> {
    const pid = await this.watch.driver()
    const driving = this.terminals.findIndex((terminal) => terminal.pid === pid)
    const slot = driving >= 0 ? driving : Math.floor(this.random() * 3)
    await this.kill(slot, driving >= 0 ? 'driving' : 'not driving')
  }

  private async kill(slot: number, doing: string): Promise<void> {
    const victim = this.terminals[slot]
    if (victim === undefined) throw new Error('nobody is there')
    const place = `${doing}, after ${placeOf(this.watch)}`
    victim.signal('SIGKILL')
    await victim.exited
    this.kills += 1
    this.landed.set(place, (this.landed.get(place) ?? 0) + 1)
    this.fill(slot)
    await victim.close()
  }
}

/** What the log came to last. */
function placeOf({ entries }: SessionWatch): string {
  const turn = entries.findLast(({ event }) => event.kind === 'turn.started')
  const isAnswer = entries.findLast(({ event }) => event.kind === 'tool.finished' || event.kind === 'run.started')
  const kind = entries.at(-1)?.event.kind ?? 'nothing'
  return kind === 'turn.started' && turn && isAnswer?.event.kind === 'tool.finished' ? `${kind} of an answer` : kind
}

function requested({ entries }: SessionWatch): number {
  return entries.filter(({ event }) => event.kind === 'run.requested').length
}

function finished({ entries }: SessionWatch): number {
  return entries.filter(({ event }) => event.kind === 'run.finished').length
}

/** Every prompt was taken in once and is in one answer. @returns what was said by whom, in order */
async function expectAnsweredOnce(watch: SessionWatch, typed: number): Promise<readonly string[]> {
  const said: string[] = []
  const all = Array.from({ length: typed + 1 }, (_, index) => `p${index}`)
  for (const { event } of watch.entries) {
    if (event.kind === 'run.finished') expect(event.outcome).toEqual({ type: 'completed' })
    if (event.kind !== 'turn.generated' || event.stop !== 'end' || event.textRef === null) continue
    said.push(await watch.text(event.textRef))
  }
  const prompts = (await watch.prompts()).flatMap((text) => /do (p\d+)\./.exec(text)?.slice(1) ?? [])
  expect(prompts.sort()).toEqual([...all].sort())
  expect(said.flatMap((answer) => answer.match(/p\d+/g) ?? []).sort()).toEqual([...all].sort())
  return said
}

/** All that a terminal has shown, once nothing more comes. */
async function terminalText(terminal: Terminal): Promise<string> {
  await terminal.waitFor(/^[›↑↓] /m, 60_000)
  // The draft of one that was killed goes to the next that opens, also where nobody types.
  await vi.waitFor(
    async () => {
      terminal.press('ctrl+u')
      await terminal.waitFor('say what to do', 1_000)
    },
    { timeout: 60_000 },
  )
  return `${terminal.scrollback()}\n${terminal.screen()}`
}

/** The answers of the log from when it was attached on, each once and in order; what was broken off does not count. */
function expectShown(text: string, said: readonly string[]): void {
  const shown: string[] = []
  let last = ''
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    if (line.startsWith('answer to ')) shown.push(line.trimEnd())
    if (line.includes('was broken off') && last.startsWith('answer to ')) shown.pop()
    last = line
  }
  expect(shown.length).toBeGreaterThan(0)
  expect(shown).toEqual(said.slice(-shown.length))
}

/** No command took effect twice, and of those that are known to have worked all did. */
function expectEffectsOnce({ entries }: SessionWatch, ledger: string): void {
  const effects = existsSync(ledger) ? readFileSync(ledger, 'utf8').trim().split('\n') : []
  expect(new Set(effects).size).toBe(effects.length)
  const prompts = effects.map((effect) => effect.replace(/-\d+$/, ''))
  expect(new Set(prompts).size, 'a prompt had its effect twice').toBe(prompts.length)
  const calls = entries.flatMap(({ event }) => (event.kind === 'tool.started' ? [event.call] : []))
  expect(new Set(calls).size).toBe(calls.length)
  const worked = entries.filter(({ event }) => event.kind === 'tool.finished' && event.outcome === 'ok')
  expect(effects.length).toBeGreaterThanOrEqual(worked.length)
  expect(effects.length).toBeLessThanOrEqual(calls.length)
}
