import { decodeEvent, encodeEvent } from '../../log/codec.ts'
import type { StoredEntry } from '../../log/entry.ts'
import type { AppendRequest, AppendResult, EventLog } from '../../ports/event-log.ts'
import type { SessionId } from '../../values/ids.ts'
import type { ChangeEmitter } from '../change-emitter.ts'
import { checkStaged } from '../check-staged.ts'
import type { MemoryBlobs } from './blobs.ts'
import { untilBytes } from '../until-bytes.ts'
import { existing, type SessionRecord, type SessionRecords } from './session-record.ts'

/** The log in memory, with the answers of a durable one. */
export class MemoryEventLog implements EventLog {
  constructor(
    private readonly records: SessionRecords,
    private readonly blobs: MemoryBlobs,
    private readonly changes: ChangeEmitter,
  ) {}

  async append(request: AppendRequest): Promise<AppendResult> {
    const { session, opId, epoch, expect } = request
    checkStaged(request.blobs)
    const record = existing(this.records, session)
    if (record.lease.epoch !== epoch) return { status: 'fenced', epoch: record.lease.epoch }
    const recorded = record.ops.get(opId)
    if (recorded !== undefined) return { status: 'duplicate', entries: recorded }
    if (expect !== null && expect !== record.entries.length)
      return { status: 'conflict', tail: record.entries.slice(expect) }
    this.#insert(record, request)
    this.changes.emit(session)
    return { status: 'ok', head: record.entries.length }
  }

  async read(session: SessionId, after: number, limit = Infinity, mostBytes?: number): Promise<readonly StoredEntry[]> {
    return untilBytes(this.records.get(session)?.entries.slice(after, after + limit) ?? [], mostBytes)
  }

  async head(session: SessionId): Promise<number> {
    return this.records.get(session)?.entries.length ?? 0
  }

  watch(session: SessionId, changed: () => void): () => void {
    return this.changes.on(session, changed)
  }

  #insert(record: SessionRecord, request: AppendRequest): void {
    const { opId, at, events } = request
    const head = record.entries.length
    const entries = events.map((event, index) => ({
      seq: head + 1 + index,
      at,
      opId,
      // Through the codec, so that nothing is kept here that a durable store would lose.
      event: decodeEvent(encodeEvent(event)),
    }))
    this.blobs.add(request.blobs)
    record.entries.push(...entries)
    record.ops.set(opId, entries)
    record.summary = { ...record.summary, head: record.entries.length, updatedAt: at }
  }
}
