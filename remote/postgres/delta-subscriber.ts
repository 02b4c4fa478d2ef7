import { randomUUID } from 'node:crypto'
import type { Delta } from '../../core/ports/deltas.ts'
import type { Database } from './database.ts'
import { FragmentJoiner } from './delta-fragments.ts'
import { decodeInterest, encodeInterest, interestChannel, renewMs, type Interest, type Topic } from './delta-topic.ts'
import { openListener, type Listener } from './listener.ts'
import { notify } from './notify.ts'

interface Subscription {
  readonly topic: Topic
  readonly receive: (delta: Delta) => void
}

/** Hears what streams in other processes, for whoever subscribes in this one. */
export class DeltaSubscriber {
  readonly #channel = `lightspeed_deltas_${randomUUID().replaceAll('-', '')}`
  readonly #joiner = new FragmentJoiner()
  #subscriptions = new Map<string, Subscription>()
  #listeners: readonly Listener[] = []
  #timer: NodeJS.Timeout | null = null
  #isConnected = false

  constructor(private readonly database: Database) {}

  /** Each is a listener of its own: it is told from the start whatever has streamed until now. */
  subscribe(topic: Topic, receive: (delta: Delta) => void): () => void {
    this.#listen()
    const subscription = { topic, receive }
    const listener = randomUUID()
    this.#subscriptions.set(listener, subscription)
    if (this.#isConnected) this.#say([this.#want(listener, subscription)])
    return () => {
      for (const [known, { receive: its }] of this.#subscriptions) if (its === receive) this.#stop(known)
    }
  }

  async close(): Promise<void> {
    for (const listener of [...this.#subscriptions.keys()]) this.#stop(listener)
    if (this.#timer !== null) clearInterval(this.#timer)
    await Promise.all(this.#listeners.map((listener) => listener.close()))
  }

  #listen(): void {
    if (this.#listeners.length > 0) return
    this.#timer = setInterval(() => this.#sayAll(), renewMs)
    this.#listeners = [
      openListener(this.database, this.#channel, {
        heard: (payload) => this.#hear(payload),
        connected: () => this.#begin(),
      }),
      openListener(this.database, interestChannel, {
        heard: (payload) => {
          if (decodeInterest(payload)?.kind === 'who') this.#sayAll()
        },
        connected: () => undefined,
      }),
    ]
  }

  /** What was sent meanwhile is lost: everybody becomes a new listener. */
  #begin(): void {
    this.#isConnected = true
    this.#say([...this.#subscriptions.keys()].map((listener) => ({ kind: 'stop', listener })))
    this.#subscriptions = new Map([...this.#subscriptions.values()].map((known) => [randomUUID(), known]))
    this.#sayAll()
  }

  #hear(payload: string): void {
    const received = this.#joiner.take(payload)
    if (received === null) return
    const subscription = this.#subscriptions.get(received.listener)
    for (const delta of received.deltas) subscription?.receive(delta)
  }

  #stop(listener: string): void {
    this.#subscriptions.delete(listener)
    this.#joiner.forget(listener)
    this.#say([{ kind: 'stop', listener }])
  }

  #want(listener: string, { topic }: Subscription): Interest {
    return { kind: 'want', listener, channel: this.#channel, topic }
  }

  #sayAll(): void {
    if (this.#isConnected) this.#say([...this.#subscriptions].map((known) => this.#want(...known)))
  }

  /** What is not heard is said again in a while. */
  #say(interests: readonly Interest[]): void {
    void notify(
      this.database,
      interests.map((interest) => ({ channel: interestChannel, payload: encodeInterest(interest) })),
    )
  }
}
