import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { bundledProgram } from './bundled-program.ts'
import type { Desk } from './cli.ts'

const script = bundledProgram(new URL('process/person.ts', import.meta.url))

/** A person's terminal in a process of its own. */
export interface Person {
  readonly child: ChildProcess
  /** What was printed, once it has ended. */
  readonly ended: Promise<{
    readonly code: number | null
    readonly signal: NodeJS.Signals | null
    readonly stdout: string
  }>
  /** Resolves when what was printed so far holds a text. */
  saw(text: string): Promise<void>
}

/** Asks for commands in a session of a desk, as `process/person.ts` says. */
export function startPerson(desk: Desk, args: readonly string[], env: NodeJS.ProcessEnv = {}): Person {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: desk.directory,
    env: { ...desk.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk))
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  return {
    child,
    ended: closed.then(([code, signal]) => ({ code, signal, stdout })),
    saw: async (text) => {
      while (!stdout.includes(text)) {
        const next = await Promise.race([once(child.stdout, 'data').then(() => 'more'), closed.then(() => 'closed')])
        if (next === 'closed' && !stdout.includes(text)) throw new Error(`ended before ${text} was printed: ${stdout}`)
      }
    },
  }
}
