import { eventually, hasEnded, signal } from '../process/process-gone.ts'
import type { ProcessTree } from '../process/process-tree.ts'
import type { ShellChild } from '../process/shell-child.ts'

/** The processes of one sandbox, by what bwrap reports of itself. All of them end with the first one inside. */
export function bubblewrapTree({ child, side }: ShellChild): ProcessTree {
  let report = ''
  let isReported = false
  side.on('data', (bytes: Buffer) => (report += bytes.toString()))
  side.on('close', () => (isReported = true))
  const init = () => number(report, 'child-pid')
  return {
    terminate: () => {
      // The kernel keeps the signal from the first process, so that the rest has its grace.
      const pid = init()
      if (pid !== null) signal(-pid, 'SIGTERM')
    },
    kill: () => {
      const pid = init()
      if (pid !== null) signal(pid, 'SIGKILL')
      child.kill('SIGKILL')
    },
    gone: async () => {
      await eventually(() => isReported)
      const pid = init()
      return pid === null || (await eventually(() => hasEnded(pid)))
    },
    failure: () => (number(report, 'exit-code') === null ? 'bwrap ended before the command began' : null),
  }
}

/** bwrap writes one JSON object after the other; the names are unique among them. */
function number(report: string, name: string): number | null {
  const found = new RegExp(`"${name}"\\s*:\\s*(\\d+)`).exec(report)?.[1]
  return found === undefined ? null : Number(found)
}
