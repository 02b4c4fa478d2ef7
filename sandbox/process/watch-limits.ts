import type { ProcessTree } from './process-tree.ts'

/** Why a command was stopped from outside. */
export type StopReason = 'timeout' | 'abort'

/** When a command is to be stopped, and how patiently. */
export interface StopLimits {
  readonly timeoutMs: number
  readonly graceMs: number
  readonly signal: AbortSignal
}

/** Ends a tree on timeout and on abort: SIGTERM, and after the grace SIGKILL. */
export function watchLimits(tree: ProcessTree, limits: StopLimits): { end(): StopReason | null } {
  let stoppedBy: StopReason | null = null
  let killTimer: NodeJS.Timeout | undefined
  const stop = (reason: StopReason) => {
    if (stoppedBy !== null) return
    stoppedBy = reason
    tree.terminate()
    killTimer = setTimeout(() => tree.kill(), limits.graceMs)
  }
  const abort = () => stop('abort')
  const timer = setTimeout(() => stop('timeout'), limits.timeoutMs)
  limits.signal.addEventListener('abort', abort)
  return {
    end: () => {
      clearTimeout(timer)
      clearTimeout(killTimer)
      limits.signal.removeEventListener('abort', abort)
      return stoppedBy
    },
  }
}
