import type { NewSession, RestoredLog, SessionIndex, SessionInput, SessionSummary } from '../../ports/session-index.ts'
import type { SessionId } from '../../values/ids.ts'
import type { ChangeEmitter } from '../change-emitter.ts'
import { byOpId } from '../by-op-id.ts'
import { isSaidAgain, toWritten } from '../is-said-again.ts'
import { existing, type SessionRecords } from './session-record.ts'

/** The list of sessions in memory. */
export class MemorySessionIndex implements SessionIndex {
  constructor(
    private readonly records: SessionRecords,
    private readonly changes: ChangeEmitter,
  ) {}

  async create(session: NewSession): Promise<boolean> {
    return this.restore(session, { entries: [], epoch: 0 })
  }

  async restore(session: NewSession, { entries, epoch }: RestoredLog): Promise<boolean> {
    const found = this.records.get(session.id)
    if (found !== undefined) {
      const beginning = found.entries.slice(0, entries.length).map(toWritten)
      return isSaidAgain({ facts: found.summary, beginning }, session, entries)
    }
    this.records.set(session.id, {
      summary: { ...session, updatedAt: entries.at(-1)?.at ?? session.createdAt, head: entries.length },
      lease: { epoch, owner: null, untilMs: 0 },
      checkpoint: null,
      entries: [...entries],
      ops: new Map(byOpId(entries)),
      inbox: new Map(),
    })
    this.changes.emit(session.id)
    return true
  }

  async get(id: SessionId): Promise<SessionSummary | null> {
    return this.records.get(id)?.summary ?? null
  }

  async list(
    filter: { readonly directory?: string; readonly limit?: number } = {},
  ): Promise<readonly SessionSummary[]> {
    const { directory, limit = Infinity } = filter
    return [...this.records.values()]
      .map(({ summary }) => summary)
      .filter((summary) => directory === undefined || summary.directory === directory)
      .reverse()
      .sort((one, other) => other.updatedAt - one.updatedAt)
      .slice(0, limit)
  }

  async inputs(id?: SessionId): Promise<readonly SessionInput[]> {
    const sessions = await this.list()
    return sessions
      .filter((summary) => id === undefined || summary.id === id)
      .flatMap((summary) => this.records.get(summary.id)?.entries.map((entry) => ({ ...entry, id: summary.id })) ?? [])
      .flatMap(({ id: session, seq, event }) =>
        event.kind === 'run.requested' || event.kind === 'run.steered' ? [{ session, seq, ref: event.input.ref }] : [],
      )
  }

  async rename(id: SessionId, name: string): Promise<void> {
    const record = existing(this.records, id)
    record.summary = { ...record.summary, name }
    this.changes.emit(id)
  }

  async remove(id: SessionId): Promise<void> {
    this.records.delete(id)
    this.changes.emit(id)
  }
}
