import type { SessionId } from '../../values/ids.ts'
import { ChangeEmitter } from '../change-emitter.ts'
import type { Connection } from './connection.ts'

const pollMs = 20

/**
 * Tells watchers of changes: this connection's own at once, those of other connections and processes
 * by polling SQLite's `data_version` (microseconds) while anyone watches.
 */
export class Changes {
  readonly #emitter = new ChangeEmitter()
  readonly #seen = new Map<SessionId, string>()
  #timer: NodeJS.Timeout | null = null
  #dataVersion = 0

  constructor(private readonly connection: Connection) {}

  emit(session: SessionId): void {
    this.#emitter.emit(session)
  }

  /** Returns the stop. */
  watch(session: SessionId, changed: () => void): () => void {
    this.connection.read(() => {
      this.#startPolling()
      if (!this.#seen.has(session)) this.#seen.set(session, this.#fingerprint(session))
    })
    const stop = this.#emitter.on(session, changed)
    return () => {
      stop()
      if (this.#emitter.isWatched(session)) return
      this.#seen.delete(session)
      if (this.#seen.size === 0) this.#stopPolling()
    }
  }

  close(): void {
    this.#stopPolling()
    this.#seen.clear()
    this.#emitter.clear()
  }

  #startPolling(): void {
    if (this.#timer !== null) return
    this.#dataVersion = this.#readDataVersion()
    this.#timer = setInterval(() => {
      this.#poll()
    }, pollMs)
  }

  #stopPolling(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  #poll(): void {
    try {
      const dataVersion = this.#readDataVersion()
      if (dataVersion === this.#dataVersion) return
      for (const [session, seen] of this.#seen) {
        const found = this.#fingerprint(session)
        if (found !== seen) this.emit(session)
        this.#seen.set(session, found)
      }
      this.#dataVersion = dataVersion
    } catch {
      // Whoever watches reads next, and gets the error there.
      for (const session of this.#seen.keys()) this.emit(session)
    }
  }

  #readDataVersion(): number {
    return this.connection.sql<[], { data_version: number }>('PRAGMA data_version').get()?.data_version ?? 0
  }

  /** Differs after any append, submit, settle, rename, acquire, release or removal. */
  #fingerprint(session: SessionId): string {
    const row = this.connection
      .sql<[SessionId], { [column: string]: unknown }>(
        `SELECT key, head, name, epoch, owner IS NULL,
           (SELECT max(number) FROM inbox WHERE inbox.session = key),
           (SELECT count(*) FROM inbox WHERE inbox.session = key AND settled = 0)
         FROM sessions JOIN leases ON leases.session = sessions.key WHERE id = ?`,
      )
      .get(session)
    return JSON.stringify(row ?? null)
  }
}
