import { basename } from 'node:path'
import type { Desk } from '../chat/desk.ts'
import type { Pulse } from './pulse.ts'
import type { ChatTerminal } from './terminal/open-terminal.ts'

/** Runs that took longer end with a bell, unless the config file says otherwise: the person may have looked away, s. */
const longRunSeconds = 20

/** How runs are followed beside the screen. */
export interface RunWish {
  /** Where the session has no name of its own. */
  readonly directory: string
  /** `bell` of the config file. */
  readonly bell: boolean | number | null
}

/** Repaints while time is shown, says in the title what goes on, and rings when a long run has ended. Returns the stop. */
export function watchRuns(
  desk: Pick<Desk, 'client' | 'isBusy'>,
  pulse: Pulse,
  terminal: Pick<ChatTerminal, 'title' | 'ring'>,
  { directory, bell }: RunWish,
): () => void {
  const longMs = bell === false ? Number.POSITIVE_INFINITY : (typeof bell === 'number' ? bell : longRunSeconds) * 1000
  let busySince: number | null = null
  let title = ''
  const look = () => {
    const { client, isBusy } = desk
    const isWorking =
      isBusy || (client.conversation?.state.shell.active ?? null) !== null || client.activity.type !== 'idle'
    pulse.tick(isWorking)
    const due = `${isBusy ? '● ' : ''}${client.name ?? basename(directory)}`
    if (due !== title) terminal.title((title = due))
    if (isBusy) busySince ??= Date.now()
    else {
      if (busySince !== null && Date.now() - busySince >= longMs) terminal.ring()
      busySince = null
    }
  }
  look()
  return pulse.subscribe(look)
}
