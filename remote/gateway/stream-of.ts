/** A body of pieces, each made when the one before has gone out; `ended` is called once, however it ends. */
export function streamOf(
  pieces: (signal: AbortSignal) => AsyncGenerator<string, void, void>,
  closing: AbortSignal,
  ended: () => void,
): ReadableStream<Uint8Array> {
  const gone = new AbortController()
  const going = pieces(AbortSignal.any([gone.signal, closing]))
  const encoder = new TextEncoder()
  let isOver = false
  const over = (): void => {
    if (!isOver) ended()
    isOver = true
  }
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const { done, value } = await going.next()
          if (done !== true) return controller.enqueue(encoder.encode(value))
          over()
          // Gone meanwhile: there is nobody to tell.
          if (!gone.signal.aborted) controller.close()
        } catch (error) {
          over()
          throw error
        }
      },
      cancel: async () => {
        gone.abort()
        over()
        await going.return()
      },
    },
    { highWaterMark: 0 },
  )
}
