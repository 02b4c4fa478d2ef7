import type { EventLog } from '../ports/event-log.ts'
import type { LeaseOwner, Leases } from '../ports/leases.ts'
import type { MeetingPlace } from './meeting-place.ts'

/** What the live channel and presence stand on. */
export interface LivePorts {
  readonly leases: Pick<Leases, 'holder'>
  readonly log: Pick<EventLog, 'watch'>
  /** This process. */
  readonly owner: LeaseOwner
  /** Whether a process certainly no longer runs. */
  readonly isGone: (owner: LeaseOwner) => boolean
  readonly place: MeetingPlace
}
