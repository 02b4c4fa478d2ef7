import { errorCode, errorMessage } from '../../core/values/errors.ts'
import { explainError } from '../outcome/explain-error.ts'

/** What is said when a key is known not to be taken. */
const refusedShortly = 'not done: the key is not taken'

/** Says what went wrong. That a server does not take the key any more ends everything, and is said in full once. */
export class Complaints {
  private isRefused = false

  constructor(private readonly say: (words: string) => void) {}

  /** About what a person wanted: they hear of it each time. */
  tell(error: unknown): void {
    this.say(this.isKnown(error) ? refusedShortly : wordsOf(error))
  }

  /** About what goes on by itself. */
  tellOnce(error: unknown): void {
    if (!this.isKnown(error)) this.say(wordsOf(error))
  }

  /** Whether it was said before in full, and once more would tell nothing. */
  private isKnown(error: unknown): boolean {
    if (!isKeyRefused(error)) return false
    const wasRefused = this.isRefused
    this.isRefused = true
    return wasRefused
  }
}

/** Whether a server does not take the key. */
export function isKeyRefused(error: unknown): boolean {
  return errorCode(error) === 'remote-key'
}

function wordsOf(error: unknown): string {
  return explainError(error).message || errorMessage(error)
}
