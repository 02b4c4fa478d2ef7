import type { BlobStore } from './blob-store.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { EventLog } from './event-log.ts'
import type { Inbox } from './inbox.ts'
import type { Leases } from './leases.ts'
import type { SessionIndex } from './session-index.ts'

/** Everything durable about sessions, as one backend provides it. */
export interface Store {
  readonly log: EventLog
  readonly inbox: Inbox
  readonly leases: Leases
  readonly checkpoints: Checkpoints
  readonly sessions: SessionIndex
  readonly blobs: BlobStore
  close(): Promise<void>
}
