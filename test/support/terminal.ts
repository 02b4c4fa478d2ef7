import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { spawn } from '@lydell/node-pty'
import { onTestFinished } from 'vitest'
import { binary } from './cli.ts'
import { Emulator } from './emulator.ts'
import { keyBytes } from './terminal-keys.ts'

export interface TerminalOptions {
  /** Arguments of the binary, or of `program`. */
  readonly argv?: readonly string[]
  /** Another program than the binary under test: a shell, say. */
  readonly program?: string
  readonly columns?: number
  readonly rows?: number
  /** On top of a clean environment; `desk.env` gives the mock provider. Undefined takes a variable away. */
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  /** Lines of scrollback that are kept. */
  readonly scrollbackLines?: number
}

/** What the screen must satisfy: hold a text, match, or whatever a function makes of it. */
export type ScreenTest = string | RegExp | ((screen: string) => boolean)

/** A program in a real pty, and the terminal that a person would see it in. */
export interface Terminal {
  /** Keystrokes as they are; `\r` is Enter. */
  type(text: string): void
  /** One key by its name: `enter`, `escape`, `up`, `ctrl+c`, `alt+up`, `shift+tab`, ... */
  press(name: string): void
  /** A bracketed paste. */
  paste(text: string): void
  /** Resolves when the screen passes; rejects with the screen after `timeoutMs`, or when the program has ended. */
  waitFor(test: ScreenTest, timeoutMs?: number): Promise<void>
  /** The visible rows, without blanks at their ends. */
  screen(): string
  /** The rows above them. */
  scrollback(): string
  /** All that the program wrote so far, escape sequences included. */
  raw(): string
  /** Column and row of the cursor on the screen, from 0. */
  cursor(): { readonly column: number; readonly row: number }
  resize(columns: number, rows: number): void
  signal(name: NodeJS.Signals): void
  /** The terminal goes away, as when its window is closed. */
  hangUp(): void
  readonly pid: number
  /** After the last byte is on the screen. */
  readonly exited: Promise<Exit>
  /** Kills what still runs and forgets the home. Called when the test ends. */
  close(): Promise<void>
}

/** `code` is null when a signal ended it. */
export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** Generous: a busy machine is slow, and only a test that fails waits this long. */
const patienceMs = 20_000

/** Starts a program in a terminal with a home of its own; it is closed when the test ends. */
export function openTerminal(
  options: TerminalOptions = {},
  finished: typeof onTestFinished = onTestFinished,
): Terminal {
  const { program, argv = [], columns = 80, rows = 24, scrollbackLines = 10_000 } = options
  const root = mkdtempSync(join(tmpdir(), 'terminal-'))
  const directory = join(root, 'repo')
  mkdirSync(directory)
  let isGone = false
  let ended: Exit | null = null
  const watchers = new Set<() => void>()
  const changed = () => [...watchers].forEach((look) => look())
  const answer = (bytes: string) => {
    if (!isGone) pty.write(bytes)
  }
  const emulator = new Emulator({ columns, rows, scrollbackLines, drawn: changed, answer })
  const pty = spawn(program ?? process.execPath, [...(program === undefined ? [binary] : []), ...argv], {
    cols: columns,
    rows,
    cwd: options.cwd ?? directory,
    env: definedOnly({ ...cleanEnv(root), ...options.env }),
  })
  pty.onData((data) => emulator.write(data))
  const exited = new Promise<Exit>((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      isGone = true
      const name = signal === undefined || signal === 0 ? null : signalName(signal)
      const exit = { code: name === null ? exitCode : null, signal: name }
      // What it wrote last may not be drawn yet.
      void emulator.end().then(() => {
        ended = exit
        resolve(exit)
        changed()
      })
    })
  })
  const passes = (test: ScreenTest): boolean => {
    const shown = emulator.screen
    if (typeof test === 'string') return shown.includes(test)
    return typeof test === 'function' ? test(shown) : test.test(shown)
  }
  const close = async () => {
    if (!isGone) pty.kill('SIGKILL')
    await exited
    emulator.dispose()
    rmSync(root, { recursive: true, force: true, maxRetries: 3 })
  }
  finished(close)
  return {
    type: (text) => pty.write(text),
    press: (name) => pty.write(keyBytes(name)),
    paste: (text) => pty.write(`\x1b[200~${text}\x1b[201~`),
    waitFor: (test, timeoutMs = patienceMs) => {
      const asked = new Error('waitFor')
      return new Promise<void>((resolve, reject) => {
        const settle = (why: string | null) => {
          clearTimeout(timer)
          watchers.delete(look)
          if (why === null) return resolve()
          asked.message = `${why} before the screen passed ${String(test)}:\n${framed(emulator.screen)}`
          reject(asked)
        }
        const look = () => {
          if (passes(test)) settle(null)
          else if (ended !== null) settle(`the program ended (${ended.signal ?? ended.code})`)
        }
        const timer = setTimeout(() => settle(`${timeoutMs} ms went by`), timeoutMs)
        watchers.add(look)
        look()
      })
    },
    screen: () => emulator.screen,
    scrollback: () => emulator.scrollback,
    raw: () => emulator.raw,
    cursor: () => emulator.cursor,
    resize: (width, height) => {
      emulator.resize(width, height)
      pty.resize(width, height)
    },
    signal: (name) => process.kill(pty.pid, name),
    hangUp: () => (pty as unknown as { destroy(): void }).destroy(),
    pid: pty.pid,
    exited,
    close,
  }
}

function cleanEnv(root: string): NodeJS.ProcessEnv {
  return {
    PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    HOME: root,
    LIGHTSPEED_HOME: join(root, 'home'),
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
  }
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

function signalName(number: number): NodeJS.Signals {
  const found = Object.entries(constants.signals).find(([, value]) => value === number)
  return (found?.[0] ?? `SIG${number}`) as NodeJS.Signals
}

function framed(screen: string): string {
  return screen.replace(/^/gm, '  | ')
}
