import { hostname } from 'node:os'
import type { Activity } from '../../core/host/activity.ts'

/** What goes on in a session, in a few words. */
export function activityWords({ status, driver, activeRun, queued }: Activity): string {
  // A prompt that nobody has begun waits, whoever should have.
  const waiting = queued > 0 ? `, ${queued} queued` : ''
  if (status === 'idle') return 'idle'
  if (status === 'abandoned') return activeRun === null ? `abandoned${waiting}` : `abandoned in ${activeRun}${waiting}`
  if (driver === null) return `running${waiting}`
  // The number of a process says nothing on another machine.
  return `running ${driver.host === hostname() ? `(pid ${driver.pid})` : `on ${driver.host}`}${waiting}`
}
