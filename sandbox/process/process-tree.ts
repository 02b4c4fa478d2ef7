import { setImmediate } from 'node:timers/promises'
import type { ShellChild } from './shell-child.ts'
import { signal } from './process-gone.ts'

/** All processes of one command. */
export interface ProcessTree {
  /** Asks them to end. */
  terminate(): void
  /** Ends them. */
  kill(): void
  /** Once the main process has ended: makes sure that none lives on. False when that cannot be had. */
  gone(): Promise<boolean>
  /** Why the command could not be started at all, or null. Known once `gone` has answered. */
  failure(): string | null
}

/** The process group of a child that leads one. What makes a session of its own escapes it. */
export function processGroup({ child }: ShellChild): ProcessTree {
  const send = (name: NodeJS.Signals) => child.pid !== undefined && signal(-child.pid, name)
  return {
    terminate: () => void send('SIGTERM'),
    kill: () => void send('SIGKILL'),
    gone: async () => {
      // A killed process runs no further instruction; whether it has been reaped does not matter.
      send('SIGKILL')
      await setImmediate()
      return true
    },
    failure: () => null,
  }
}
