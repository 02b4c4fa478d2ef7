import type { FaultWords } from './classify.ts'

/** Error codes and types of OpenAI and of those who speak its formats. */
export const openAiWords: FaultWords = {
  codes: {
    invalid_api_key: 'auth',
    insufficient_quota: 'quota',
    billing_hard_limit_reached: 'quota',
    billing_not_active: 'quota',
    usage_limit_reached: 'quota',
    rate_limit_exceeded: 'rate-limit',
    server_error: 'server',
    server_is_overloaded: 'overloaded',
    slow_down: 'overloaded',
    model_not_found: 'not-found',
    context_length_exceeded: 'context-overflow',
    string_above_max_length: 'bad-request',
    invalid_prompt: 'bad-request',
    bio_policy: 'bad-request',
    cyber_policy: 'bad-request',
    misalignment_policy_violation: 'bad-request',
    data_residency_mismatch: 'bad-request',
  },
  types: {
    invalid_request_error: 'bad-request',
    authentication_error: 'auth',
    permission_error: 'auth',
    insufficient_quota: 'quota',
    rate_limit_error: 'rate-limit',
    requests: 'rate-limit',
    tokens: 'rate-limit',
    server_error: 'server',
    service_unavailable_error: 'overloaded',
    exceed_context_size_error: 'context-overflow',
  },
  quota: /exceeded your current quota|insufficient (balance|credits?|quota)|requires more credits/i,
}
