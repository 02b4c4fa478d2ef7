import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { modelOf, openDesk, type Desk } from '../../support/cli.ts'
import { startMockProvider, type MockProvider } from '../../support/mock-provider/mock-provider.ts'
import type { Script, Wire } from '../../support/mock-provider/script.ts'
import { openTerminal, type Terminal } from '../../support/terminal.ts'

/** Columns and rows. */
export type Size = readonly [columns: number, rows: number]

/** A narrow, a usual and a wide terminal. */
export const sizes: readonly Size[] = [
  [40, 15],
  [80, 24],
  [200, 50],
]

/** What a person has before they type a command. */
export interface RoomOptions {
  readonly script?: Script
  /** Of the directory that they stand in. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  /** Settings of the config file. */
  readonly config?: Readonly<Record<string, unknown>>
  /** Who removes it all again; default: the end of the test. */
  readonly finished?: typeof onTestFinished
}

/** How one terminal is opened. */
export interface ChatOptions {
  /** Default: a chat with a model of `wire`. */
  readonly argv?: readonly string[]
  readonly wire?: Wire
  /** Behind the arguments. */
  readonly more?: readonly string[]
  readonly size?: Size
  readonly env?: NodeJS.ProcessEnv
  readonly program?: string
  /** What waits in the terminal before anybody reads it. */
  readonly typed?: string
}

/** A desk with a provider, at which terminals are opened. */
export interface Room {
  readonly desk: Desk
  readonly mock: MockProvider
  open(options?: ChatOptions): Terminal
}

/** Makes a home, a directory and a provider. */
export async function openRoom(options: RoomOptions = {}): Promise<Room> {
  const { script = () => ({ text: 'Very well.' }), files = {}, config = {}, finished = onTestFinished } = options
  const mock = await startMockProvider(script)
  finished(() => mock.close())
  const desk = openDesk(files, mock, finished)
  const file = join(desk.home, 'config', 'config.json')
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), ...config }))
  const open = (chat: ChatOptions = {}) => {
    const { argv, wire = 'anthropic-messages', more = [], size = [80, 24], env, program, typed = '' } = chat
    const terminal = openTerminal(
      {
        argv: [...(argv ?? ['chat', '-m', modelOf[wire], '--sandbox', 'none']), ...more],
        columns: size[0],
        rows: size[1],
        cwd: desk.directory,
        env: { ...desk.env, ...env },
        ...(program === undefined ? {} : { program }),
      },
      finished,
    )
    terminal.type(typed)
    return terminal
  }
  return { desk, mock, open }
}

/** A room with one chat in it, which is ready to be talked to. */
export async function openChat(
  options: RoomOptions & ChatOptions = {},
): Promise<Room & { readonly terminal: Terminal }> {
  const room = await openRoom(options)
  const terminal = room.open(options)
  await ready(terminal)
  return { ...room, terminal }
}

/** Resolves when a chat takes input and shows its status. */
export function ready(terminal: Terminal): Promise<void> {
  return terminal.waitFor(/^› [^]*\n\S+/m)
}

/** Types a line and sends it. */
export function say(terminal: Terminal, text: string): void {
  terminal.type(text)
  terminal.press('enter')
}

/** All rows there are, those that left the screen included. */
export function everything(terminal: Terminal): string {
  return `${terminal.scrollback()}\n${terminal.screen()}`
}

/** What there is of a chat while its scenarios run. */
export type Chat = Room & { readonly terminal: Terminal }

/** One chat for all scenarios of a suite; they go on where the one before ended. */
export function sharedChat(options: () => RoomOptions & ChatOptions): () => Chat {
  const undone: (() => unknown)[] = []
  const state: { chat: Chat | null } = { chat: null }
  beforeAll(async () => {
    state.chat = await openChat({ ...options(), finished: (undo) => void undone.push(undo as () => unknown) })
  })
  afterAll(async () => {
    for (const undo of undone.reverse()) await undo()
  })
  return () => {
    if (state.chat === null) throw new Error('the chat was not opened')
    return state.chat
  }
}

/** Sends what is written and waits until the run is over. */
export async function send(terminal: Terminal): Promise<void> {
  const before = ends(terminal)
  terminal.press('enter')
  await terminal.waitFor(() => ends(terminal) > before)
  await idle(terminal)
}

/** Says something and waits until the run is over. */
export function ask(terminal: Terminal, text: string): Promise<void> {
  terminal.type(text)
  return send(terminal)
}

/** Runs that ended: each says how many turns it took. */
function ends(terminal: Terminal): number {
  return everything(terminal).match(/\d+\s+turns?\s/g)?.length ?? 0
}

/** How often a text is on the screen and above it. */
export function count(terminal: Terminal, text: string): number {
  return everything(terminal).split(text).length - 1
}

/** Resolves when nothing runs: the input says what to do with it. */
export function idle(terminal: Terminal): Promise<void> {
  return terminal.waitFor('› say what to do')
}

/** The last line: what the session is and costs. */
export function statusLine(terminal: Terminal): string {
  return terminal.screen().split('\n').at(-1) ?? ''
}

/** Clears a line that was not taken and came back into the input. */
export async function clear(terminal: Terminal, line: string): Promise<void> {
  await terminal.waitFor((screen) => screen.includes(`› ${line}\n`))
  terminal.press('ctrl+c')
  await idle(terminal)
}

/** Gives a terminal another size and waits until the frame is drawn anew for it, to the cursor at its end. */
export async function resize(terminal: Terminal, [columns, rows]: Size): Promise<void> {
  const before = terminal.raw().length
  const frame = new RegExp(`(?<!─)─{${columns}}(?!─)[^]*unconfined\\S*\\r\\n[^\\n]*\u001b\\[\\?25h`)
  terminal.resize(columns, rows)
  await terminal.waitFor(() => frame.test(terminal.raw().slice(before)))
}

/** Resolves when the last line passes: it may be drawn a moment after what is above it. */
export function status(terminal: Terminal, test: RegExp): Promise<void> {
  return terminal.waitFor(() => test.test(statusLine(terminal)))
}
