import { spawn, type ChildProcess } from 'node:child_process'
import { Socket } from 'node:net'
import type { OutputPipe } from './output-pipe.ts'

/** What to start, and where. */
export interface ShellProgram {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

/** A started shell and our ends of its pipes; its output goes elsewhere. */
export interface ShellChild {
  readonly child: ChildProcess
  readonly stdin: Socket
  /** What is said before the command runs: complaints of whatever builds its world. */
  readonly stderr: Socket
  /** Descriptor 3: it says that it is up, and sees that we live. */
  readonly side: Socket
}

/** Starts a program as the leader of a session, so that no terminal signal reaches it. */
export function startShell({ file, args, cwd, env }: ShellProgram, pipe: OutputPipe): ShellChild {
  try {
    const child = spawn(file, args, { cwd, env, detached: true, stdio: ['pipe', pipe.writer, 'pipe', 'pipe'] })
    const started = { child, stdin: socketOf(child, 0), stderr: socketOf(child, 2), side: socketOf(child, 3) }
    // A shell that ends before it has read its command says so by its exit.
    for (const socket of [started.stdin, started.stderr, started.side]) socket.on('error', () => socket.destroy())
    pipe.handOver()
    return started
  } catch (error) {
    pipe.finish()
    throw error
  }
}

function socketOf(child: ChildProcess, descriptor: number): Socket {
  const socket = child.stdio[descriptor]
  if (!(socket instanceof Socket)) throw new Error(`no pipe on descriptor ${descriptor} of a started shell`)
  return socket
}
