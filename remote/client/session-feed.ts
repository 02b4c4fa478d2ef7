import { setTimeout as wait } from 'node:timers/promises'
import type { Delta } from '../../core/ports/deltas.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { sessionStream } from './session-stream.ts'
import type { Wire } from './wire.ts'

/** How soon a stream that was refused is asked for again, ms: whoever reads hears why. */
const refusedMs = 5_000

/** What all in this process that watch one session share: one stream of changes and, when somebody wants them, deltas. */
export class SessionFeed {
  readonly #watchers = new Set<() => void>()
  readonly #receivers = new Set<(delta: Delta) => void>()
  #stream: AbortController | null = null

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

  close(): void {
    this.#watchers.clear()
    this.#receivers.clear()
    this.#endIfUnused()
  }

  #endIfUnused(): void {
    if (this.#watchers.size + this.#receivers.size > 0) return
    this.#stream?.abort()
    this.#stream = null
    this.ended()
  }

  #open(): void {
    this.#stream?.abort()
    this.#stream = new AbortController()
    void this.#listen(this.#stream.signal)
  }

  async #listen(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const wish = { session: this.session, after: null, deltas: this.#receivers.size > 0 }
        for await (const event of sessionStream(this.wire, wish, signal)) {
          if (event.type === 'delta') for (const receive of this.#receivers) receive(event.delta)
          else for (const changed of this.#watchers) changed()
        }
      } catch {
        for (const changed of this.#watchers) changed()
        await wait(refusedMs, undefined, { signal }).catch(() => undefined)
      }
    }
  }
}
