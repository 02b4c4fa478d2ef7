import { whileLong } from './while-long.ts'

/** A gateway mostly answers within a second; when it does not for so long, a person wants to know, ms. */
export const unansweredMs = 3_000

/** How long remote/client tries at most until it gives up, s. */
const triedForS = 15

/** Waits for a gateway, and says so once when that lasts long. */
export function whileUnanswered<T>(answer: Promise<T>, url: string, say: (words: string) => void): Promise<T> {
  return whileLong(answer, unansweredMs, () =>
    say(`the server at ${url} does not answer yet; trying for up to ${triedForS} s`),
  )
}
