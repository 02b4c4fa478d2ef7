import type { Desk } from '../chat/desk.ts'
import type { Pulse } from './pulse.ts'
import type { ChatTerminal } from './terminal.ts'

/** Runs that took longer end with a bell: the person may have looked away, ms. */
const longRunMs = 20_000

/** Repaints while time is shown, and rings when a long run has ended. Returns the stop. */
export function watchRuns(
  desk: Pick<Desk, 'client' | 'isBusy'>,
  pulse: Pulse,
  terminal: ChatTerminal,
  bell: boolean | null,
): () => void {
  let busySince: number | null = null
  return pulse.subscribe(() => {
    const { client, isBusy } = desk
    const isWorking =
      isBusy || (client.conversation?.state.shell.active ?? null) !== null || client.activity.type !== 'idle'
    pulse.tick(isWorking)
    if (isBusy) busySince ??= Date.now()
    else {
      if (busySince !== null && Date.now() - busySince > longRunMs && bell !== false) terminal.ring()
      busySince = null
    }
  })
}
