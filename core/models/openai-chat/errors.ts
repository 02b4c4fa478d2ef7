import type { ModelError } from '../../ports/model.ts'
import { classify } from '../shared/classify.ts'
import { readFault } from '../shared/fault.ts'
import { openAiWords } from '../shared/openai-words.ts'
import { transportError } from '../shared/transport.ts'

/** The typed error for whatever the SDK threw; `now` in ms since the epoch. */
export function toModelError(thrown: unknown, now: number): ModelError {
  const fault = readFault(thrown)
  return fault === null ? transportError(thrown) : classify(fault, openAiWords, now)
}
