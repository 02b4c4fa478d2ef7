import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { binary } from './cli.ts'

/** How a role of a server is started. */
export interface RoleStart {
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  /** What it says when it is ready. */
  readonly sign: string
}

/** A role of a server: a process that can be killed and started anew. It ends with the test, or whoever started it. */
export interface RoleProcess {
  /** Of the process that runs now. */
  readonly pid: number
  signal(name: NodeJS.Signals): void
  /** Kills it, and waits until it is gone. */
  kill(): Promise<void>
  /** Tells it to end, and waits until it has. */
  end(): Promise<void>
  /** Kills it where it still runs, and starts another with the same arguments. */
  restart(): Promise<void>
  /** Everything that it wrote to stderr since it was started first. */
  said(): string
}

/** Starts a role and waits until it is ready; `finished` ends it. */
export async function startRole(
  start: RoleStart,
  finished: typeof onTestFinished = onTestFinished,
): Promise<RoleProcess> {
  const said: string[] = []
  let child = await spawnRole(start, said)
  const endBy = async (...signals: readonly NodeJS.Signals[]) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    for (const name of signals) child.kill(name)
    await exited
  }
  const kill = () => endBy('SIGKILL')
  finished(() => endBy('SIGCONT', 'SIGTERM'))
  return {
    get pid() {
      return child.pid ?? 0
    },
    signal: (name) => void child.kill(name),
    kill,
    end: () => endBy('SIGTERM'),
    restart: async () => {
      await kill()
      child = await spawnRole(start, said)
    },
    said: () => said.join(''),
  }
}

async function spawnRole({ args, env, cwd, sign }: RoleStart, said: string[]) {
  // Tests leave models in the middle of their answers, and end.
  const brief = { LIGHTSPEED_GRACE: '30', ...env }
  const child = spawn(process.execPath, [binary, ...args], { cwd, env: brief, stdio: ['ignore', 'ignore', 'pipe'] })
  let heard = ''
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      said.push(chunk)
      heard += chunk
      if (heard.includes(sign)) resolve()
    })
    child.once('exit', () => reject(new Error(`${args[0]} ended:\n${heard}`)))
  })
  return child
}
