import type { SessionId } from '../values/ids.ts'
import { driveSession } from './drive.ts'
import type { DriveEnd, DriveWish } from './host.ts'
import type { HostPorts } from './ports.ts'
import type { Acquired } from './returning.ts'

/**
 * Drives a session from one place where nothing is in flight to the next, a turn with its calls mostly, for a caller
 * that decides who drives: whoever held the lease has lost it. `soon` ends the stretch before it has begun anything.
 */
export function driveStretch(
  session: SessionId,
  ports: HostPorts,
  signal: AbortSignal,
  soon: AbortSignal,
  acquired: Acquired,
  { stalled = () => undefined, watched }: Pick<DriveWish, 'stalled' | 'watched'> = {},
): Promise<DriveEnd> {
  let places = 0
  // The first such place is where it begins.
  const until = () => soon.aborted || ++places > 1
  // What could not be recorded is kept meanwhile: another worker would have to do it again, or could not.
  const wish = { until, soon, stalled, ...(watched && { watched }) }
  return driveSession(session, { ...ports, isGone: () => true }, signal, wish, (epoch) => acquired(session, epoch))
}
