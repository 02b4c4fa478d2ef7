/** What it comes to; null when nobody waits for it any more, so many ms after the signal. What goes on is not stopped. */
export async function unlessGone<T>(going: Promise<T>, gone: AbortSignal, graceMs: () => number): Promise<T | null> {
  const given = Promise.withResolvers<null>()
  let timer: NodeJS.Timeout | undefined
  const begin = (): void => {
    timer = setTimeout(() => given.resolve(null), graceMs())
  }
  if (gone.aborted) begin()
  else gone.addEventListener('abort', begin)
  try {
    return await Promise.race([going, given.promise])
  } finally {
    clearTimeout(timer)
    gone.removeEventListener('abort', begin)
  }
}
