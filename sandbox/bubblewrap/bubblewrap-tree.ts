import { childrenOf, eventually, hasEnded, signal } from '../process/process-gone.ts'
import type { ProcessTree } from '../process/process-tree.ts'
import type { ShellChild } from '../process/shell-child.ts'

/**
 * The processes of one sandbox: a bwrap outside, its child that is process 1 inside, and what that leads. All of them
 * end with process 1. bwrap could report its id, but would leave a stuck child if we are gone by then.
 */
export function bubblewrapTree({ child }: Pick<ShellChild, 'child'>): ProcessTree {
  let init: number | null = null
  return {
    isUp: () => {
      if (child.pid !== undefined) init = childrenOf(child.pid)[0] ?? null
    },
    terminate: () => {
      // The kernel keeps the signal from process 1, so that the rest has its grace.
      if (init === null) child.kill('SIGKILL')
      else signal(-init, 'SIGTERM')
    },
    kill: () => {
      if (init !== null) signal(init, 'SIGKILL')
      child.kill('SIGKILL')
    },
    gone: async () => {
      const pid = init
      return pid === null || (await eventually(() => hasEnded(pid)))
    },
  }
}
