import { randomUUID } from 'node:crypto'
import { Backlog, type Cursor } from '../../core/live/backlog.ts'
import type { Delta } from '../../core/ports/deltas.ts'
import type { OpId } from '../../core/values/ids.ts'
import type { Database } from './database.ts'
import { toFragments } from './delta-fragments.ts'
import { decodeInterest, encodeInterest, forgetMs, interestChannel, type Topic } from './delta-topic.ts'
import { openListener, type Listener } from './listener.ts'
import { notify, type Note } from './notify.ts'

/** What streams is gathered for this long, ms. */
const gatherMs = 50

/** Characters for one listener at once: a late one is told what has streamed in some steps. */
const batchChars = 64 * 1024

interface Hearer {
  readonly topic: Topic
  readonly channel: string
  cursor: Cursor
  untilMs: number
}

/** Sends what streams in this process to those elsewhere who listen, and nothing while nobody does. */
export class DeltaPublisher {
  readonly #backlogs = new Map<Topic, Backlog>()
  readonly #hearers = new Map<string, Hearer>()
  readonly #changed = new Set<Topic>()
  /** Makes messages of this process unlike those of others. */
  readonly #sender = randomUUID().slice(0, 8)
  #messages = 0
  #listener: Listener | null = null
  #timer: NodeJS.Timeout | null = null
  #isClosed = false

  constructor(private readonly database: Database) {}

  publish(topic: Topic, delta: Delta): void {
    if (this.#isClosed) return
    this.#listener ??= openListener(this.database, interestChannel, {
      heard: (payload) => this.#hear(payload),
      connected: () =>
        void notify(this.database, [{ channel: interestChannel, payload: encodeInterest({ kind: 'who' }) }]),
    })
    const backlog = this.#backlogs.get(topic) ?? new Backlog()
    this.#backlogs.set(topic, backlog)
    backlog.add(delta)
    this.#sendLater(topic)
  }

  keepOnly(topic: Topic, opIds: readonly OpId[]): void {
    const backlog = this.#backlogs.get(topic)
    backlog?.keepOnly(opIds)
    if (backlog?.isEmpty === true) this.#backlogs.delete(topic)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    await this.#listener?.close()
  }

  #hear(payload: string): void {
    const interest = decodeInterest(payload)
    if (interest?.kind === 'stop') this.#hearers.delete(interest.listener)
    if (interest?.kind !== 'want') return
    const { listener, topic, channel } = interest
    const untilMs = Date.now() + forgetMs
    const known = this.#hearers.get(listener)
    if (known !== undefined) return void (known.untilMs = untilMs)
    this.#forgetTheGone()
    this.#hearers.set(listener, { topic, channel, cursor: new Map(), untilMs })
    this.#sendLater(topic)
  }

  #forgetTheGone(): void {
    for (const [listener, { untilMs }] of this.#hearers) if (untilMs < Date.now()) this.#hearers.delete(listener)
  }

  #sendLater(topic: Topic): void {
    this.#changed.add(topic)
    if (!this.#isClosed) this.#timer ??= setTimeout(() => void this.#send(), gatherMs)
  }

  async #send(): Promise<void> {
    const topics = new Set(this.#changed)
    this.#changed.clear()
    const notes: Note[] = []
    const told: Hearer[] = []
    this.#forgetTheGone()
    for (const [listener, hearer] of this.#hearers) {
      if (!topics.has(hearer.topic)) continue
      const deltas = this.#backlogs.get(hearer.topic)?.read(hearer.cursor, batchChars) ?? []
      if (deltas.length === 0) continue
      const message = `${this.#sender}.${this.#messages++}`
      for (const payload of toFragments(listener, message, deltas)) notes.push({ channel: hearer.channel, payload })
      told.push(hearer)
    }
    const isSent = await notify(this.database, notes)
    // What got lost is streamed anew.
    if (!isSent) for (const hearer of told) hearer.cursor = new Map()
    this.#timer = null
    // There may be more, of those who have much to catch up with.
    for (const { topic } of told) this.#changed.add(topic)
    for (const topic of this.#changed) this.#sendLater(topic)
  }
}
