import type { Checkpoint, Checkpoints } from '../../ports/checkpoints.ts'
import type { SessionId } from '../../values/ids.ts'
import { existing, type SessionRecords } from './session-record.ts'

/** The newest fold of each session, kept as JSON. */
export class MemoryCheckpoints implements Checkpoints {
  constructor(private readonly records: SessionRecords) {}

  async save(session: SessionId, checkpoint: Checkpoint): Promise<void> {
    const record = existing(this.records, session)
    const newest = record.checkpoint
    if (newest !== null && newest.seq > checkpoint.seq) return
    record.checkpoint = { ...checkpoint, state: JSON.stringify(checkpoint.state) }
  }

  async load(session: SessionId): Promise<Checkpoint | null> {
    const newest = this.records.get(session)?.checkpoint ?? null
    return newest === null ? null : { ...newest, state: JSON.parse(newest.state) as unknown }
  }
}
