import { whileLong } from './while-long.ts'

/** A worker takes a session within a second; when none has for so long, a person wants to know, ms. */
export const untakenMs = 5_000

/** What they are told then. */
export const untakenWords = 'no worker has taken the session yet; what was asked is kept, and done as soon as one does'

/** What they are told who do not wait for one, where none can even be told. */
export const untoldWords = 'no worker could be told of it yet; it is kept, and done as soon as one can'

/** Waits for a command to be taken, and says so when that lasts long; `say` is null where nobody is to hear of it. */
export function whileUntaken<T>(taken: Promise<T>, say: ((words: string) => void) | null): Promise<T> {
  return whileLong(taken, untakenMs, say && (() => say(untakenWords)))
}
