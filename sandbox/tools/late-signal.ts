/** A signal that comes some time behind another one. */
export interface LateSignal {
  readonly signal: AbortSignal
  /** Nobody waits for it any more. */
  clear(): void
}

/** Gives what goes on when `signal` comes so many ms to end, and then aborts with `reason`. */
export function lateSignal(signal: AbortSignal, afterMs: number, reason: Error): LateSignal {
  const late = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const begin = (): void => {
    timer = setTimeout(() => late.abort(reason), afterMs)
  }
  if (signal.aborted) begin()
  else signal.addEventListener('abort', begin, { once: true })
  return {
    signal: late.signal,
    clear: () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', begin)
    },
  }
}
