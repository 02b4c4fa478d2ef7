import { failure } from './failure.ts'

/** Bounds on one answer, in ms. */
export interface StreamLimits {
  /** Without progress: waiting for headers counts, comments and pings are no progress. */
  readonly idleTimeoutMs: number
  /** From the request to the last event. */
  readonly totalTimeoutMs: number
}

/** What an event meant: nothing, something, or that nothing more is needed. */
export type Progress = 'none' | 'some' | 'whole'

/** How long the rest of a whole answer may take to drain, so that its connection can be used again. */
const drainMs = 1_000

/**
 * Reads events until the answer is whole or the stream ends; resolves with how many came. Abort and
 * timeouts act at once, even when the source ignores its signal. @throws ModelError, or what `open` throws
 */
export async function readStream<Event>(
  open: (signal: AbortSignal) => Promise<AsyncIterable<Event>>,
  onEvent: (event: Event) => Progress,
  limits: StreamLimits,
  signal: AbortSignal,
): Promise<number> {
  const watch = new Watch(limits, signal)
  let events = 0
  try {
    const iterator = (await watch.over(() => open(watch.signal)))[Symbol.asyncIterator]()
    for (;;) {
      const next = await watch.over(() => iterator.next())
      if (next.done === true) return events
      events += 1
      const progress = onEvent(next.value)
      if (progress === 'whole') {
        void drain(iterator, watch)
        return events
      }
      if (progress === 'some') watch.progress()
    }
  } catch (error) {
    watch.abandon()
    throw error
  } finally {
    watch.end()
  }
}

/** One request's abort signal, fed by the caller and by two clocks. */
class Watch {
  private readonly control = new AbortController()
  private readonly idle: NodeJS.Timeout
  private readonly total: NodeJS.Timeout
  private readonly outer: AbortSignal
  private stopped: Error | null = null
  private onStop: (reason: Error) => void = () => {}

  constructor(limits: StreamLimits, outer: AbortSignal) {
    this.outer = outer
    this.idle = setTimeout(() => this.stop(late('made no progress', limits.idleTimeoutMs)), limits.idleTimeoutMs)
    this.total = setTimeout(() => this.stop(late('did not finish', limits.totalTimeoutMs)), limits.totalTimeoutMs)
    outer.addEventListener('abort', this.aborted, { once: true })
    if (outer.aborted) this.aborted()
  }

  get signal(): AbortSignal {
    return this.control.signal
  }

  /** The step's outcome, or why everything was stopped, whichever is first. */
  over<T>(step: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.stopped !== null) return reject(this.stopped)
      this.onStop = reject
      step().then(resolve, reject)
    })
  }

  progress(): void {
    this.idle.refresh()
  }

  /** Gives up the connection. */
  abandon(): void {
    this.control.abort()
  }

  end(): void {
    clearTimeout(this.idle)
    clearTimeout(this.total)
    this.outer.removeEventListener('abort', this.aborted)
  }

  private readonly aborted = (): void => this.stop(failure('aborted', 'the model call was cancelled'))

  private stop(reason: Error): void {
    this.stopped ??= reason
    this.onStop(this.stopped)
    this.control.abort()
  }
}

async function drain(iterator: AsyncIterator<unknown>, watch: Watch): Promise<void> {
  const timer = setTimeout(() => watch.abandon(), drainMs).unref()
  try {
    while ((await iterator.next()).done !== true);
  } catch {
    // The answer is whole: what happens to the connection afterwards changes nothing.
  } finally {
    clearTimeout(timer)
  }
}

function late(what: string, ms: number): Error {
  return failure('timeout', `the provider's answer ${what} within ${Math.round(ms / 1000)} s`)
}
