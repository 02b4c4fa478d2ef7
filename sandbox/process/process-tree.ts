import { setImmediate } from 'node:timers/promises'
import { signal } from './process-gone.ts'
import type { ShellChild } from './shell-child.ts'

/** All processes of one command. */
export interface ProcessTree {
  /** The shell is up: what is needed to reach its processes can be found now. */
  isUp(): void
  /** Asks them to end; not before they are up, like `kill`. */
  terminate(): void
  /** Ends them. */
  kill(): void
  /** Once the main process has ended: makes sure that none lives on. False when that cannot be had. */
  gone(): Promise<boolean>
}

/** The process group of a child that leads one. What makes a session of its own escapes it. */
export function processGroup({ child }: Pick<ShellChild, 'child'>): ProcessTree {
  const send = (name: NodeJS.Signals) => child.pid !== undefined && signal(-child.pid, name)
  return {
    isUp: () => {},
    terminate: () => void send('SIGTERM'),
    kill: () => void send('SIGKILL'),
    gone: async () => {
      // A killed process runs no further instruction; whether it has been reaped does not matter.
      send('SIGKILL')
      await setImmediate()
      return true
    },
  }
}
