import { setTimeout as wait } from 'node:timers/promises'
import { errorCode } from '../../core/values/errors.ts'
import { isUnanswered } from '../../remote/client/passing.ts'

/** How often a server that does not answer is asked again, ms; each try has waited for itself before. */
const againMs = 500

/**
 * Asks a server until it says something, be it no; only for what may be asked twice to the same end. `unheard` hears that
 * no answer came, and that one did, `failed` each time why not. With the signal it fails as it failed last.
 */
export async function untilAnswered<Answer>(
  ask: () => Promise<Answer>,
  signal: AbortSignal,
  unheard: (isUnheard: boolean) => void = () => undefined,
  failed: (failure: unknown) => void = () => undefined,
): Promise<Answer> {
  let isUnheard = false
  try {
    for (;;) {
      try {
        return await ask()
      } catch (error) {
        const isUnknown = isUnanswered(errorCode(error))
        if (isUnknown) failed(error)
        if (!isUnknown || signal.aborted) throw error
      }
      if (!isUnheard) unheard(true)
      isUnheard = true
      await wait(againMs, undefined, { signal }).catch(() => undefined)
    }
  } finally {
    if (isUnheard) unheard(false)
  }
}
