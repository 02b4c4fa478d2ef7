import { setTimeout as wait } from 'node:timers/promises'
import type { Delta } from '../../core/ports/deltas.ts'
import type { Attached, Leave } from '../../core/ports/presence.ts'
import { errorCode } from '../../core/values/errors.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { usualAliveMs } from '../gateway/alive-header.ts'
import { LinkWatch } from './link-watch.ts'
import { sessionStream } from './session-stream.ts'
import type { Wire } from './wire.ts'

/** How soon a stream that was refused is asked for again, ms: whoever reads hears why. */
const refusedMs = 5_000

/**
 * What all in this process that watch one session share: one stream of changes and, when somebody wants them, of deltas and of
 * who is attached. The stream is over when the session is not there: whoever watches is called, and reads of that.
 */
export class SessionFeed {
  readonly #watchers = new Set<() => void>()
  readonly #receivers = new Set<(delta: Delta) => void>()
  readonly #members = new Set<Attached>()
  readonly #counters = new Set<(attached: readonly Attached[]) => void>()
  readonly #linked = new Set<(isHere: boolean) => void>()
  readonly #link = new LinkWatch((isHere) => {
    for (const told of this.#linked) told(isHere)
  })
  #stream: AbortController | null = null
  /** Whether anything came on the stream: its session is there. */
  #isHeard = false

  constructor(
    private readonly wire: Wire,
    private readonly session: SessionId,
    private readonly ended: () => void,
  ) {}

  watch(changed: () => void): () => void {
    // A function of its own, so that one callback given twice is two watchers.
    const watcher = (): void => changed()
    this.#watchers.add(watcher)
    if (this.#stream === null) this.#open()
    return () => {
      if (this.#watchers.delete(watcher)) this.#endIfUnused()
    }
  }

  /** On a stream that begins anew for everybody: it tells what has streamed until now. */
  subscribe(receive: (delta: Delta) => void): () => void {
    const receiver = (delta: Delta): void => receive(delta)
    this.#receivers.add(receiver)
    this.#open()
    return () => {
      if (this.#receivers.delete(receiver)) this.#endIfUnused()
    }
  }

  /** Others are told of the member for as long as the stream goes on, over whatever breaks. */
  join(member: Attached): Leave {
    this.#members.add(member)
    this.#open()
    return () => {
      if (!this.#members.delete(member)) return
      if (this.#isUsed) this.#open()
      else this.#endIfUnused()
    }
  }

  /** Calls back with who is attached, soon and whenever that changes. */
  count(counted: (attached: readonly Attached[]) => void): () => void {
    const counter = (attached: readonly Attached[]): void => counted(attached)
    this.#counters.add(counter)
    this.#open()
    return () => {
      if (this.#counters.delete(counter)) this.#endIfUnused()
    }
  }

  /** Calls back when the gateway is not heard any more, and when it is again. */
  link(changed: (isHere: boolean) => void): () => void {
    const told = (isHere: boolean): void => changed(isHere)
    this.#linked.add(told)
    this.#open()
    return () => {
      if (this.#linked.delete(told)) this.#endIfUnused()
    }
  }

  close(): void {
    for (const users of this.#users) users.clear()
    this.#endIfUnused()
  }

  get #users() {
    return [this.#watchers, this.#receivers, this.#members, this.#counters, this.#linked]
  }

  get #isUsed(): boolean {
    return this.#users.some(({ size }) => size > 0)
  }

  #endIfUnused(): void {
    if (this.#isUsed) return
    this.#stream?.abort()
    this.#stream = null
    this.#link.close()
    this.ended()
  }

  /** The session was created just now: it may not have been there when it was listened to. */
  created(): void {
    // What was asked before may be about to be answered that it is not.
    if (this.#isUsed && !this.#isHeard) this.#open()
  }

  /** There is nothing to listen to, and the gateway is there to say so. */
  #finish(): void {
    this.#stream = null
    this.#isHeard = false
    for (const count of this.#counters) count([])
    this.#link.heard(usualAliveMs)
    this.#link.close()
  }

  #open(): void {
    this.#stream?.abort()
    this.#stream = new AbortController()
    this.#isHeard = false
    void this.#listen(this.#stream.signal)
  }

  async #listen(signal: AbortSignal): Promise<void> {
    // Whoever begins to use it wants several things at once, and each begins it anew: the last one counts.
    await Promise.resolve()
    while (!signal.aborted) {
      try {
        const [deltas, present] = [this.#receivers.size > 0, this.#counters.size > 0]
        const link = this.#linked.size > 0 ? this.#link : null
        const wish = { session: this.session, after: null, deltas, present, members: [...this.#members], link }
        for await (const event of sessionStream(this.wire, wish, signal)) {
          this.#isHeard = true
          if (event.type === 'delta') for (const receive of this.#receivers) receive(event.delta)
          else if (event.type === 'present') for (const count of this.#counters) count(event.attached)
          else for (const changed of this.#watchers) changed()
        }
      } catch (error) {
        for (const changed of this.#watchers) changed()
        if (errorCode(error) === 'session-not-found' && !signal.aborted) return this.#finish()
        await wait(refusedMs, undefined, { signal }).catch(() => undefined)
      }
    }
  }
}
