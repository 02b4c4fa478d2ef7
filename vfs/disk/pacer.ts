/** Lets long synchronous work share the event loop. */
export interface Pacer {
  /** Whether the turn of the event loop is used up, and `pause` is due. */
  due(): boolean
  /** @throws the reason of the signal, when aborted */
  pause(): Promise<void>
}

const turnMs = 10

/** A pacer that pauses every 10 ms, calling `onPause` each time. */
export function createPacer(options: { readonly signal?: AbortSignal; readonly onPause?: () => void } = {}): Pacer {
  let turnEnds = performance.now() + turnMs
  return {
    due: () => performance.now() >= turnEnds,
    async pause() {
      options.onPause?.()
      await new Promise((resolve) => setImmediate(resolve))
      options.signal?.throwIfAborted()
      turnEnds = performance.now() + turnMs
    },
  }
}
