import { errorMessage } from '../../core/values/errors.ts'
import { SandboxFailedError } from '../errors.ts'
import { exitCodeOf } from './exit-status.ts'
import type { OutputPipe } from './output-pipe.ts'
import type { ProcessTree } from './process-tree.ts'
import type { ShellChild } from './shell-child.ts'
import { watchLimits, type StopLimits, type StopReason } from './watch-limits.ts'

/** How one command runs. */
export interface RunOptions extends StopLimits {
  /** Given every piece of output; the bytes are only valid until it returns. */
  readonly take: (bytes: Uint8Array) => void
}

/** How one command ended. */
export interface CommandEnd {
  /** 128 and the number of the signal when one ended it. */
  readonly exitCode: number
  readonly stoppedBy: StopReason | null
  /** Whether all its processes are known to have ended. */
  readonly isGone: boolean
}

/** A started shell that runs one command and is then used up. */
export interface WaitingShell {
  /** Whether it died while it waited. */
  readonly hasEnded: boolean
  /** @throws SandboxFailedError when the command was not started */
  run(script: string, options: RunOptions): Promise<CommandEnd>
  /** Lets it end without a command. */
  discard(): void
}

const longestComplaint = 2000

/** Longest that a shell may take to come up on a machine that is busy with other things, ms. */
const upWithinMs = 30_000

/** Takes charge of a started shell. While it waits, it does not keep this process alive. */
export function waitingShell(started: ShellChild, tree: ProcessTree, pipe: OutputPipe): WaitingShell {
  const { child, stdin, stderr, side } = started
  const sockets = [stdin, stderr, side]
  const handles = [child, ...sockets]
  for (const handle of handles) handle.unref()

  let isUsed = false
  let hasEnded = false
  let complaint = ''
  stderr.on('data', (bytes: Buffer) => (complaint = (complaint + bytes.toString()).slice(0, longestComplaint)))
  // Without its pipes a waiting shell ends by itself. A bwrap that is killed while it starts leaves a child behind.
  const close = () => {
    pipe.finish()
    for (const socket of sockets) socket.destroy()
  }
  const ended = new Promise<number>((resolve) => {
    child.on('exit', (code, signal) => resolve(exitCodeOf(code, signal)))
    child.on('error', (error) => {
      complaint = errorMessage(error)
      resolve(-1)
    })
  }).finally(() => {
    hasEnded = true
    if (!isUsed) close()
  })
  const isUp = new Promise<boolean>((resolve) => {
    side.once('data', () => {
      tree.isUp()
      resolve(true)
    })
    void ended.then(() => resolve(false))
    const late = setTimeout(() => resolve(false), upWithinMs).unref()
    side.once('close', () => clearTimeout(late))
  })

  return {
    get hasEnded() {
      return hasEnded
    },
    run: async (script, { take, ...limits }) => {
      isUsed = true
      for (const handle of handles) handle.ref()
      try {
        const isReady = (await isUp) && !hasEnded && !limits.signal.aborted
        if (!isReady) throw new SandboxFailedError(complaint.trim() || 'its shell was gone before it had the command')
        const watch = watchLimits(tree, limits)
        pipe.read(take)
        stdin.end(script)
        const exitCode = await ended
        const stoppedBy = watch.end()
        return { exitCode, stoppedBy, isGone: await tree.gone() }
      } finally {
        close()
      }
    },
    discard: close,
  }
}
