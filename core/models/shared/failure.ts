import type { ModelFailure } from '../../ports/model.ts'
import { ModelError } from '../../ports/model.ts'
import type { ModelErrorCode } from '../../values/model-facts.ts'

/** Codes that another attempt may mend, when the provider says nothing else. */
const transient: ReadonlySet<ModelErrorCode> = new Set([
  'rate-limit',
  'overloaded',
  'server',
  'network',
  'stream-cut',
  'timeout',
  'malformed-response',
  'empty-response',
])

/** A ModelError; facts that are not given follow from the code. */
export function failure(code: ModelErrorCode, message: string, facts: Partial<ModelFailure> = {}): ModelError {
  return new ModelError(code, message, {
    status: facts.status ?? null,
    retryable: facts.retryable ?? transient.has(code),
    retryAfterMs: facts.retryAfterMs ?? null,
  })
}

/** The answer was cut off: what there is of it is thrown away. */
export function cutOff(): ModelError {
  return failure('stream-cut', 'the stream ended before the answer was whole')
}

/** The model said nothing at all, and called it an answer. */
export function emptyAnswer(): ModelError {
  return failure('empty-response', 'the model gave an empty answer')
}

/** A stop reason that nobody has mapped: guessing could pass a cut answer off as a whole one. */
export function unmappedStop(reason: unknown): ModelError {
  const name = typeof reason === 'string' ? `'${reason}'` : 'none'
  return failure('unmapped-stop', `the provider stopped for a reason this version does not know: ${name}`)
}
