import type { ModelError } from '../../ports/model.ts'
import { classify } from '../shared/classify.ts'
import { failure } from '../shared/failure.ts'
import { faultOf, readFault } from '../shared/fault.ts'
import { isJson } from '../shared/json.ts'
import { openAiWords } from '../shared/openai-words.ts'
import { transportError } from '../shared/transport.ts'

/** The typed error for whatever the SDK threw; `now` in ms since the epoch. */
export function toModelError(thrown: unknown, now: number): ModelError {
  const fault = readFault(thrown)
  return fault === null ? transportError(thrown) : classify(fault, openAiWords, now)
}

/** An `error` event that came without its event name, so that the SDK passed it on. */
export function errorEvent(event: Readonly<Record<string, unknown>>, now: number): ModelError {
  return classify(faultOf(event, 'an error event without a message'), openAiWords, now)
}

/** A response that ended as `failed` or `cancelled`. */
export function failedResponse(response: Readonly<Record<string, unknown>>, now: number): ModelError {
  if (response.status === 'cancelled') return failure('server', 'the provider cancelled the response')
  const error = isJson(response.error) ? response.error : null
  return classify(faultOf(error, 'the response failed without a reason'), openAiWords, now)
}
