import { randomUUID } from 'node:crypto'
import { ChangeEmitter } from '../../core/store/change-emitter.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { Database } from './database.ts'
import { openListener, type Listener } from './listener.ts'
import type { Tenant } from './tenant.ts'

/** What of a tenant changed: `<tenant> <session>`. */
type Topic = SessionId & string

/** How long changes are gathered before others are told, ms. */
const gatherMs = 4

/** What notifications missed is found by looking, this often, ms. */
const lookMs = 1_000

const channel = 'lightspeed_changes'

/**
 * Tells watchers of changes: this process's own at once, those of others by notifications. These go out behind the
 * commit, many in one transaction of their own: inside an append they would have all appends wait for each other. One
 * that gets lost, since its sender died or the connection broke, is made up for by looking.
 */
export class Changes {
  /** Notifications come back to whoever sent them. */
  readonly #sender = randomUUID()
  readonly #emitter = new ChangeEmitter()
  readonly #seen = new Map<Topic, string>()
  readonly #due = new Set<Topic>()
  #timer: NodeJS.Timeout | null = null
  #looker: NodeJS.Timeout | null = null
  #listener: Listener | null = null

  constructor(private readonly database: Database) {}

  emit(tenant: Tenant, session: SessionId): void {
    const topic = topicOf(tenant, session)
    this.#emitter.emit(topic)
    this.#due.add(topic)
    this.#timer ??= setTimeout(() => void this.#send(), gatherMs)
  }

  /** Returns the stop. */
  watch(tenant: Tenant, session: SessionId, changed: () => void): () => void {
    const topic = topicOf(tenant, session)
    this.#listener ??= openListener(this.database, channel, {
      heard: (payload) => this.#hear(payload),
      // Whatever was told meanwhile is lost.
      connected: () => void this.#look(),
    })
    this.#looker ??= setInterval(() => void this.#look(), lookMs)
    if (!this.#seen.has(topic)) {
      this.#seen.set(topic, '')
      void this.#look()
    }
    const stop = this.#emitter.on(topic, changed)
    return () => {
      stop()
      if (this.#emitter.isWatched(topic)) return
      this.#seen.delete(topic)
      if (this.#seen.size === 0) void this.#rest()
    }
  }

  async close(): Promise<void> {
    this.#emitter.clear()
    this.#seen.clear()
    await this.#rest()
    // What was committed is to be heard by others.
    if (this.#timer !== null) clearTimeout(this.#timer)
    await this.#send()
  }

  #hear(payload: string): void {
    const [sender = '', ...topic] = payload.split(' ')
    if (sender !== this.#sender) this.#emitter.emit(topic.join(' ') as Topic)
  }

  async #rest(): Promise<void> {
    if (this.#looker !== null) clearInterval(this.#looker)
    this.#looker = null
    const listener = this.#listener
    this.#listener = null
    await listener?.close()
  }

  async #send(): Promise<void> {
    this.#timer = null
    const topics = [...this.#due]
    this.#due.clear()
    if (topics.length === 0) return
    // Those who watch look, too.
    await this.database.pool
      .query(`SELECT pg_notify($1, $2 || ' ' || topic) FROM unnest($3::text[]) AS topic`, [
        channel,
        this.#sender,
        topics,
      ])
      .catch(() => undefined)
  }

  /** Finds the watched sessions that changed since they were looked at last. */
  async #look(): Promise<void> {
    for (const [tenant, sessions] of byTenant(this.#seen.keys())) {
      const found = await this.#fingerprints(tenant, sessions)
      for (const session of sessions) {
        const topic = topicOf(tenant, session)
        const seen = this.#seen.get(topic)
        // Whoever watches reads next, and gets the error there.
        const now = found === null ? '' : (found.get(session) ?? 'none')
        if (seen === undefined) continue
        this.#seen.set(topic, now)
        if (seen !== now) this.#emitter.emit(topic)
      }
    }
  }

  /** Each differs after any append, submit, settle, rename, acquire, release or removal; null while Postgres is away. */
  async #fingerprints(tenant: Tenant, sessions: readonly SessionId[]): Promise<ReadonlyMap<SessionId, string> | null> {
    try {
      const rows = await this.database.ask<{ id: SessionId; print: string }>(
        tenant,
        `SELECT id, concat_ws(' ', number, head, epoch, owner IS NULL, name,
             (SELECT max(number) FROM inbox WHERE inbox.tenant = $1 AND session = sessions.id),
             (SELECT count(*) FROM inbox WHERE inbox.tenant = $1 AND session = sessions.id AND NOT settled)) AS print
           FROM sessions WHERE tenant = $1 AND id = ANY ($2::text[])`,
        [tenant, sessions],
      )
      return new Map(rows.map(({ id, print }) => [id, print]))
    } catch {
      return null
    }
  }
}

function topicOf(tenant: Tenant, session: SessionId): Topic {
  return `${tenant} ${session}` as Topic
}

function byTenant(topics: Iterable<Topic>): ReadonlyMap<Tenant, readonly SessionId[]> {
  const found = new Map<Tenant, SessionId[]>()
  for (const topic of topics) {
    const [tenant = '', session = ''] = topic.split(' ')
    found.set(tenant as Tenant, [...(found.get(tenant as Tenant) ?? []), session as SessionId])
  }
  return found
}
