import type { Store } from '../../ports/store.ts'
import { ChangeEmitter } from '../change-emitter.ts'
import { MemoryBlobs } from './blobs.ts'
import { MemoryCheckpoints } from './checkpoints.ts'
import { MemoryEventLog } from './event-log.ts'
import { MemoryInbox } from './inbox.ts'
import { MemoryLeases } from './leases.ts'
import { MemorySessionIndex } from './session-index.ts'
import type { SessionRecords } from './session-record.ts'

/** A store that ends with the process: for tests and `--ephemeral` runs. */
export function openMemoryStore(): Store {
  const records: SessionRecords = new Map()
  const changes = new ChangeEmitter()
  const blobs = new MemoryBlobs()
  return {
    log: new MemoryEventLog(records, blobs, changes),
    inbox: new MemoryInbox(records, blobs, changes),
    leases: new MemoryLeases(records, changes),
    checkpoints: new MemoryCheckpoints(records),
    sessions: new MemorySessionIndex(records, changes),
    blobs,
    async close() {
      changes.clear()
    },
  }
}
