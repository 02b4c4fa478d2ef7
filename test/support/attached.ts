import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { bundledProgram } from './bundled-program.ts'
import type { Desk, JsonLine } from './cli.ts'

const script = bundledProgram(new URL('process/attached.ts', import.meta.url))

/** What an attached process said. */
export type Said =
  | { readonly type: 'entry'; readonly entry: JsonLine }
  | { readonly type: 'driving'; readonly state: string; readonly from?: { readonly pid: number } | null }
  | { readonly type: 'delta'; readonly opId: string; readonly part: string }
  | { readonly type: 'asked'; readonly id: string }

/** A process that is attached to a session. */
export interface Attached {
  readonly pid: number
  /** The log, as it was told. */
  readonly log: readonly JsonLine[]
  readonly isDriving: boolean
  readonly isOver: boolean
  /** The last thing it said: where it was when it was killed. */
  readonly last: Said | null
  ask(id: string, prompt: string): void
  kill(): Promise<void>
  /** SIGSTOP, until it is told to go on. */
  pause(): void
  goOn(): void
  readonly ended: Promise<void>
}

/** Attaches a process to a session of a desk; `hear` is told what it says. */
export function attach(
  desk: Desk,
  session: string,
  hear: (said: Said, from: Attached) => void,
  env: NodeJS.ProcessEnv = {},
): Attached {
  const child = spawn(process.execPath, [script, session], {
    env: { ...desk.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const log: JsonLine[] = []
  let isDriving = false
  let isOver = false
  let last: Said | null = null
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      isOver = true
      resolve()
    }),
  )
  const attached: Attached = {
    pid: child.pid ?? 0,
    log,
    get isDriving() {
      return isDriving
    },
    get isOver() {
      return isOver
    },
    get last() {
      return last
    },
    ended,
    ask: (id, prompt) => void child.stdin.write(`${JSON.stringify({ id, prompt })}\n`),
    kill: () => {
      child.kill('SIGKILL')
      return ended
    },
    pause: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
  }
  child.stdin.on('error', () => undefined)
  createInterface(child.stdout).on('line', (line) => {
    const said = parse(line)
    if (said === null) return
    last = said
    if (said.type === 'entry') log.push(said.entry)
    if (said.type === 'driving') isDriving = said.state === 'driving'
    hear(said, attached)
  })
  return attached
}

/** The last line of a killed process may be half a one. */
function parse(line: string): Said | null {
  try {
    return JSON.parse(line) as Said
  } catch {
    return null
  }
}
