import { setTimeout as wait } from 'node:timers/promises'
import { errorCode } from '../../core/values/errors.ts'

/** How often a server that does not answer is asked again, ms; each try has waited for itself before. */
const againMs = 500

/** Nobody knows whether what was asked is done: it may be, or may yet come to be. */
const unknown: ReadonlySet<string | null> = new Set([
  'remote-unreachable',
  'postgres-unreachable',
  'store-silent',
  // It is stored; workers hear of it when it is sent again.
  'not-woken',
])

/**
 * Asks a server until it says something, be it no; only for what may be asked twice to the same end. `unheard` hears that
 * no answer came, and that one did. With the signal it fails as it failed last.
 */
export async function untilAnswered<Answer>(
  ask: () => Promise<Answer>,
  signal: AbortSignal,
  unheard: (isUnheard: boolean) => void = () => undefined,
): Promise<Answer> {
  let isUnheard = false
  try {
    for (;;) {
      try {
        return await ask()
      } catch (error) {
        if (!unknown.has(errorCode(error)) || signal.aborted) throw error
      }
      if (!isUnheard) unheard(true)
      isUnheard = true
      await wait(againMs, undefined, { signal }).catch(() => undefined)
    }
  } finally {
    if (isUnheard) unheard(false)
  }
}
