import type { Unrecorded } from '../../core/host/index.ts'
import { plural } from '../render/quantities.ts'

/** What a session loses with the worker that leaves it, for the log of that worker; null for nothing. */
export function leftBehind({ results, calls, answers }: Unrecorded): string | null {
  const once = [
    ...(results > 0 ? [`${plural(results, 'result')} that could not be stored`] : []),
    ...(calls > 0 ? [`${plural(calls, 'call')} under way`] : []),
  ]
  const words = [
    ...(once.length > 0 ? [`${once.join(' and ')}: not run again, the model is told that the outcome is unknown`] : []),
    ...(answers > 0 ? ['the answer of a model under way, which is asked again'] : []),
  ]
  return words.length === 0 ? null : `lost ${words.join('; ')}`
}
