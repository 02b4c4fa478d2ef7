/** Waits for an answer, and calls once when that lasts for so long; null where nobody is to hear of it. */
export async function whileLong<T>(answer: Promise<T>, afterMs: number, isLong: (() => void) | null): Promise<T> {
  const timer = isLong === null ? undefined : setTimeout(isLong, afterMs)
  try {
    return await answer
  } finally {
    clearTimeout(timer)
  }
}
