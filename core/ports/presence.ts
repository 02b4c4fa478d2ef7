import type { SessionId } from '../values/ids.ts'
import type { LeaseOwner } from './leases.ts'

/** What a process says of itself when it joins a session. */
export interface PresenceFacts {
  /** Where its person sits, such as `pts/3`; null for a process without a terminal. */
  readonly terminal: string | null
}

/** A living process that shares a session. */
export interface Present extends LeaseOwner, PresenceFacts {
  /** Wall clock of its joining, ms; null for a driver that never joined, such as a plain `run`. */
  readonly since: number | null
  /** Whether it holds the lease. */
  readonly driving: boolean
}

/** One membership of a session on a server, as it is told from machine to machine. */
export interface Attached extends LeaseOwner, PresenceFacts {
  /** Of this membership: it stays the same while its connections come and go. */
  readonly id: string
  /** Wall clock of its joining, ms, where it joined. */
  readonly since: number
}

/** Ends a membership; at once and without failing, whatever happened meanwhile. */
export type Leave = () => void

/**
 * Who is attached to a session: on this machine, where whoever joins promises to drive when nobody else does, or on a server.
 */
export interface Presence {
  /** Seen by others until the returned function is called or the process is gone, however it went. */
  join(session: SessionId, facts: PresenceFacts): Leave
  /** Those who are here now, the longest first. */
  list(session: SessionId): Promise<readonly Present[]>
  /** Calls back with who is here, soon and then within seconds of every change; returns the stop. */
  watch(session: SessionId, changed: (present: readonly Present[]) => void): () => void
}
