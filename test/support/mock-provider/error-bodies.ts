import type { Wire } from './script.ts'

type Json = Record<string, unknown>

/** The error body of a provider for a status, in its own shape and words. */
export function errorBody(wire: Wire, status: number, quota: boolean): Json {
  if (wire === 'anthropic-messages') {
    const [type, message] = quota ? anthropicCredit : (anthropicErrors[status] ?? ['api_error', `error ${status}`])
    return anthropicError(type, message)
  }
  if (quota) {
    const message = 'You exceeded your current quota, please check your plan and billing details.'
    return openaiError(message, 'insufficient_quota', null, 'insufficient_quota')
  }
  const [message, type, code] = openaiErrors[status] ?? [`error ${status}`, 'server_error', null]
  return openaiError(message, type, null, code)
}

/** What a provider says to a request that it finds invalid; always with status 400. */
export function invalidRequestBody(wire: Wire, message: string): Json {
  return wire === 'anthropic-messages'
    ? anthropicError('invalid_request_error', message)
    : openaiError(message, 'invalid_request_error', null, null)
}

/** What a provider says when the window is full; always with status 400. */
export function overflowBody(wire: Wire): Json {
  if (wire === 'anthropic-messages') {
    return anthropicError('invalid_request_error', 'prompt is too long: 212345 tokens > 200000 maximum')
  }
  const [message, param] = wire === 'openai-chat' ? chatOverflow : responsesOverflow
  return openaiError(message, 'invalid_request_error', param, 'context_length_exceeded')
}

/** The server-sent event that reports an error after a 200. */
export function errorFrames(
  wire: Wire,
  error: 'overloaded' | 'server' | 'rate-limit' | 'context-overflow',
  shape: 'error-event' | 'response-failed',
): readonly string[] {
  if (wire === 'anthropic-messages') {
    const body = error === 'context-overflow' ? overflowBody(wire) : errorBody(wire, anthropicStatus[error], false)
    return [`event: error\ndata: ${JSON.stringify(body)}\n\n`]
  }
  const [code, message] = streamErrors[error]
  if (wire === 'openai-chat') {
    return [`data: ${JSON.stringify(openaiError(message, 'server_error', null, code))}\n\n`]
  }
  if (shape === 'error-event') {
    const data = { type: 'error', code, message, param: null, sequence_number: 2 }
    return [`event: error\ndata: ${JSON.stringify(data)}\n\n`]
  }
  const response = { id: 'resp_failed', object: 'response', status: 'failed', error: { code, message }, output: [] }
  const data = { type: 'response.failed', response, sequence_number: 2 }
  return [`event: response.failed\ndata: ${JSON.stringify(data)}\n\n`]
}

const chatOverflow = [
  "This model's maximum context length is 128000 tokens. However, your messages resulted in 131072 tokens. Please reduce the length of the messages.",
  'messages',
] as const

const responsesOverflow = [
  'Your input exceeds the context window of this model. Please adjust your input and try again.',
  'input',
] as const

const streamErrors = {
  overloaded: ['server_is_overloaded', 'Our servers are currently overloaded. Please try again later.'],
  server: ['server_error', 'An error occurred while processing your request. You can retry your request.'],
  'rate-limit': ['rate_limit_exceeded', 'Rate limit reached for tokens per min. Please try again in 1.2s.'],
  'context-overflow': ['context_length_exceeded', responsesOverflow[0]],
} as const

const anthropicStatus = { overloaded: 529, server: 500, 'rate-limit': 429 } as const

const anthropicCredit = [
  'invalid_request_error',
  'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
] as const

const anthropicErrors: Readonly<Record<number, readonly [type: string, message: string]>> = {
  400: ['invalid_request_error', 'messages: at least one message is required'],
  401: ['authentication_error', 'invalid x-api-key'],
  403: ['permission_error', 'Your API key does not have permission to use the specified resource.'],
  404: ['not_found_error', 'model: claude-unheard-of'],
  413: ['request_too_large', 'Request exceeds the maximum allowed number of bytes.'],
  429: ['rate_limit_error', 'Number of request tokens has exceeded your per-minute rate limit.'],
  500: ['api_error', 'Internal server error'],
  503: ['api_error', 'Service unavailable'],
  504: ['timeout_error', 'Request timed out'],
  529: ['overloaded_error', 'Overloaded'],
}

const openaiErrors: Readonly<Record<number, readonly [message: string, type: string, code: string | null]>> = {
  400: ['We could not parse the JSON body of your request.', 'invalid_request_error', null],
  401: ['Incorrect API key provided: sk-mock****0000.', 'invalid_request_error', 'invalid_api_key'],
  403: ['Country, region, or territory not supported', 'request_forbidden', 'unsupported_country_region_territory'],
  404: [
    'The model `gpt-unheard-of` does not exist or you do not have access to it.',
    'invalid_request_error',
    'model_not_found',
  ],
  413: ['Request body is too large.', 'invalid_request_error', 'request_too_large'],
  429: ['Rate limit reached for requests. Please try again in 1s.', 'requests', 'rate_limit_exceeded'],
  500: ['The server had an error while processing your request. Sorry about that!', 'server_error', null],
  503: ['The engine is currently overloaded, please try again later', 'service_unavailable_error', null],
}

function openaiError(message: string, type: string, param: string | null, code: string | null): Json {
  return { error: { message, type, param, code } }
}

function anthropicError(type: string, message: string): Json {
  return { type: 'error', error: { type, message }, request_id: 'req_mock' }
}
