import type { ErrorType } from '@anthropic-ai/sdk/resources/shared'
import type { ModelError } from '../../ports/model.ts'
import type { ModelErrorCode } from '../../values/model-facts.ts'
import type { FaultWords } from '../shared/classify.ts'
import { classify } from '../shared/classify.ts'
import { readFault } from '../shared/fault.ts'
import { transportError } from '../shared/transport.ts'

const types: Readonly<Record<ErrorType, ModelErrorCode>> = {
  invalid_request_error: 'bad-request',
  authentication_error: 'auth',
  billing_error: 'quota',
  permission_error: 'auth',
  not_found_error: 'not-found',
  rate_limit_error: 'rate-limit',
  timeout_error: 'timeout',
  api_error: 'server',
  overloaded_error: 'overloaded',
  conflict_error: 'server',
  memory_precondition_failed_error: 'bad-request',
  memory_path_conflict_error: 'bad-request',
}

const words: FaultWords = {
  types: { ...types, request_too_large: 'bad-request' },
  codes: {
    contract_spend_limit_reached: 'quota',
    enforced_spend_limit_reached: 'quota',
    linked_organization_billing_unavailable: 'quota',
    linked_organization_spend_limit_reached: 'quota',
  },
  quota: /credit balance is too low|reached your specified api usage limits|spend(ing)? limit/i,
}

/** The typed error for whatever the SDK threw; `now` in ms since the epoch. */
export function toModelError(thrown: unknown, now: number): ModelError {
  const fault = readFault(thrown)
  return fault === null ? transportError(thrown) : classify(fault, words, now)
}
