import { whileLong } from './while-long.ts'

/** A gateway mostly answers within a second; when it does not for so long, a person wants to know, ms. */
export const unansweredMs = 3_000

/** What is said for as long as no stream of a session is heard. */
export const awayWords = 'no connection to the server, trying again'

/** How long remote/client tries at most until it gives up, s. */
const triedForS = 15

/** Waits for a gateway, and says so once when that lasts long. */
export function whileUnanswered<T>(answer: Promise<T>, url: string, say: (words: string) => void): Promise<T> {
  return whileLong(answer, unansweredMs, () =>
    say(`the server at ${url} does not answer yet; trying for up to ${triedForS} s`),
  )
}
