import { errorMessage } from '../../core/values/errors.ts'
import { SandboxFailedError } from '../errors.ts'
import { exitCodeOf } from './exit-status.ts'
import type { OutputPipe } from './output-pipe.ts'
import type { ProcessTree } from './process-tree.ts'
import type { ShellChild } from './shell-child.ts'
import { watchLimits, type StopReason } from './watch-limits.ts'

/** How one command runs. */
export interface RunOptions {
  /** Given every piece of output; the bytes are only valid until it returns. */
  readonly take: (bytes: Uint8Array) => void
  readonly timeoutMs: number
  readonly graceMs: number
  readonly signal: AbortSignal
}

/** How one command ended. */
export interface CommandEnd {
  /** 128 and the number of the signal when one ended it. */
  readonly exitCode: number
  readonly stoppedBy: StopReason | null
  /** Whether all its processes are known to have ended. */
  readonly isGone: boolean
  readonly durationMs: number
}

/** A started shell that runs one command and is then used up. */
export interface WaitingShell {
  /** Whether it died while it waited. */
  readonly hasEnded: boolean
  /** @throws SandboxFailedError when the command was not started */
  run(script: string, options: RunOptions): Promise<CommandEnd>
  discard(): void
}

/** Takes charge of a started shell. While it waits, it does not keep this process alive. */
export function waitingShell(started: ShellChild, tree: ProcessTree, pipe: OutputPipe): WaitingShell {
  const { child, stdin, stderr, side } = started
  const sockets = [stdin, stderr, side]
  const handles = [child, ...sockets]
  for (const handle of handles) handle.unref()

  const close = () => {
    pipe.finish()
    for (const socket of sockets) socket.destroy()
  }
  let isUsed = false
  let hasEnded = false
  let complaint = ''
  stderr.on('data', (bytes: Buffer) => (complaint = (complaint + bytes.toString()).slice(0, longestComplaint)))
  const ended = new Promise<number | null>((resolve) => {
    child.on('exit', (code, signal) => resolve(exitCodeOf(code, signal)))
    child.on('error', (error) => {
      complaint = errorMessage(error)
      resolve(null)
    })
  }).finally(() => {
    hasEnded = true
    if (!isUsed) close()
  })

  return {
    get hasEnded() {
      return hasEnded
    },
    run: async (script, { take, ...limits }) => {
      if (hasEnded) throw new SandboxFailedError(complaint.trim() || 'its shell ended while it waited for a command')
      isUsed = true
      for (const handle of handles) handle.ref()
      const began = performance.now()
      const watch = watchLimits(tree, limits)
      pipe.read(take)
      stdin.end(script)
      const exitCode = await ended
      const stoppedBy = watch.end()
      const isGone = await tree.gone()
      close()
      const failure = exitCode === null ? complaint : tree.failure()
      if (failure !== null && stoppedBy === null) throw new SandboxFailedError(complaint.trim() || failure)
      return { exitCode: exitCode ?? 0, stoppedBy, isGone, durationMs: performance.now() - began }
    },
    discard: () => {
      if (!hasEnded) tree.kill()
      close()
    },
  }
}

const longestComplaint = 2000
