import { keepDriving } from '../../core/host/keep-driving.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { Work } from '../compose.ts'

/** Takes part in a session until there is nothing left to do, or until the signal. */
export async function driveUntilIdle(
  session: SessionId,
  { host, presence }: Pick<Work, 'host' | 'presence'>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const leave = presence.join(session, { terminal: null })
    const enough = new AbortController()
    const report = ({ type }: { readonly type: string }) => (type === 'idle' ? enough.abort() : undefined)
    try {
      await keepDriving(host, session, signal, { report, enough: enough.signal })
    } finally {
      leave()
    }
    // Somebody may have relied on us between the last look and our leaving.
    if (!(await host.wantsDriver(session))) return
  }
}
