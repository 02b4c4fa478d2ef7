import { describe, expect, test } from 'vitest'
import type { ApiKind } from '../../../core/values/model-facts.ts'
import { apis, ask, beginning, failureOf, modelOver, refused, sse, streamed, wire } from './replay.ts'

/** An error body of the API for a type, a code and a message. */
function body(api: ApiKind, message: string, type = 'some_error', code: string | null = null): object {
  return api === 'anthropic-messages'
    ? { type: 'error', error: { type, message, details: code === null ? null : { error_code: code } } }
    : { error: { message, type, param: null, code } }
}

const statuses = [
  [400, 'bad-request', false],
  [401, 'auth', false],
  [402, 'quota', false],
  [403, 'auth', false],
  [404, 'not-found', false],
  [408, 'timeout', true],
  [409, 'server', true],
  [413, 'bad-request', false],
  [422, 'bad-request', false],
  [429, 'rate-limit', true],
  [500, 'server', true],
  [502, 'server', true],
  [503, 'overloaded', true],
  [504, 'timeout', true],
  [529, 'overloaded', true],
] as const

describe.each(apis)('%s', (api) => {
  const failing = (status: number, payload: unknown, headers: Record<string, string> = {}) =>
    failureOf(ask(modelOver(api, () => refused(status, payload, headers))))

  test.each(statuses)('status %i is %s', async (status, code, retryable) => {
    const failed = await failing(status, body(api, 'as it happens'))
    expect(failed).toMatchObject({ code, failure: { status, retryable, retryAfterMs: null } })
    expect(failed.message).toContain('as it happens')
    expect(failed.message).toContain(String(status))
  })

  test('one request is sent, whatever the status', async () => {
    let requests = 0
    const model = modelOver(api, () => {
      requests += 1
      return refused(529, body(api, 'busy'))
    })
    await failureOf(ask(model))
    expect(requests).toBe(1)
  })

  test('a web page instead of JSON is shortened to one line', async () => {
    const failed = await failing(502, `<html>\n<h1>Bad gateway</h1>\n${'x'.repeat(5000)}</html>`)
    expect(failed.code).toBe('server')
    expect(failed.message.length).toBeLessThan(600)
    expect(failed.message).not.toContain('\n')
  })

  test('a web page with status 200 is no answer, and says where to look', async () => {
    const page = Buffer.from('<!doctype html><title>Dashboard</title>')
    const failed = await failureOf(ask(modelOver(api, () => streamed([page]))))
    expect(failed).toMatchObject({ code: 'stream-cut' })
    expect(failed.message).toContain('base URL')
  })

  test('what retry headers say is kept in ms', async () => {
    const after = async (headers: Record<string, string>) =>
      (await failing(429, body(api, 'slow down'), headers)).failure
    expect(await after({ 'retry-after': '7' })).toMatchObject({ retryAfterMs: 7000 })
    expect(await after({ 'retry-after': '1', 'retry-after-ms': '250.5' })).toMatchObject({ retryAfterMs: 251 })
    const date = await after({ 'retry-after': new Date(Date.now() + 60_000).toUTCString() })
    expect((date as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(50_000)
    expect(await after({ 'x-should-retry': 'false' })).toMatchObject({ retryable: false })
  })

  test('x-should-retry makes a plain refusal retryable', async () => {
    const failed = await failing(400, body(api, 'odd'), { 'x-should-retry': 'true' })
    expect(failed).toMatchObject({ code: 'bad-request', failure: { retryable: true } })
  })

  test('the key never appears in a message', async () => {
    const failed = await failing(401, body(api, 'Incorrect API key provided: sk-test-key.'))
    expect(failed.message).toContain('[key]')
    expect(failed.message).not.toContain('sk-test-key')
  })

  test.each([
    'prompt is too long: 212345 tokens > 200000 maximum',
    'input length and `max_tokens` exceed context limit: 189136 + 20000 > 204648, decrease input length',
    "This model's maximum context length is 128000 tokens. However, your messages resulted in 131072 tokens.",
    'Your input exceeds the context window of this model. Please adjust your input and try again.',
    "This endpoint's maximum context length is 32768 tokens. However, you requested about 42832 tokens",
    'Please reduce the length of the messages or completion.',
    "This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
    'The input token count (1196265) exceeds the maximum number of tokens allowed (1048575).',
    'the request exceeds the available context size, try increasing it',
    'The number of tokens to keep from the initial prompt is greater than the context length.',
  ])('a full window is recognised: %s', async (message) => {
    const failed = await failing(400, body(api, message, 'invalid_request_error'))
    expect(failed).toMatchObject({ code: 'context-overflow', failure: { status: 400, retryable: false } })
  })

  test('a limit of tokens per minute is no full window', async () => {
    const failed = await failing(429, body(api, 'Request too large for maximum context length of your tier: 9 TPM'))
    expect(failed).toMatchObject({ code: 'rate-limit', failure: { retryable: true } })
  })

  test.each([
    ['ECONNREFUSED', 'network', true],
    ['ECONNRESET', 'network', true],
    ['ENOTFOUND', 'network', true],
    ['EAI_AGAIN', 'network', true],
    ['ETIMEDOUT', 'timeout', true],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout', true],
    ['CERT_HAS_EXPIRED', 'network', false],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'network', false],
    ['redirected', 'bad-request', false],
  ] as const)('a connection that fails with %s is %s', async (cause, code, retryable) => {
    const thrown = new TypeError('fetch failed', {
      cause: Object.assign(new Error(`${cause} somewhere`), { code: cause }),
    })
    const failed = await failureOf(ask(modelOver(api, () => Promise.reject(thrown))))
    expect(failed).toMatchObject({ code, failure: { status: null, retryable } })
    // Anthropic's SDK keeps the cause of a timeout to itself.
    if (api !== 'anthropic-messages' || code !== 'timeout') expect(failed.message).toContain(`${cause} somewhere`)
  })

  test('a connection that breaks in the middle is a network error', async () => {
    const broken = new TypeError('terminated', { cause: new Error('other side closed') })
    const failed = await failureOf(ask(modelOver(api, () => streamed([beginning(api, 'answer')], broken))))
    expect(failed).toMatchObject({ code: 'network', failure: { retryable: true } })
  })

  test('an address that is none is not tried again', async () => {
    const failed = await failureOf(ask(modelOver(api, () => refused(500, {}), { baseURL: 'not a url' })))
    expect(failed).toMatchObject({ code: 'bad-request', failure: { retryable: false } })
  })

  test('whatever a fetch throws is a connection that failed, as both SDKs see it', async () => {
    const model = modelOver(api, () => Promise.reject(new RangeError('what?')))
    const failed = await failureOf(ask(model))
    expect(failed).toMatchObject({ code: 'network', failure: { retryable: true } })
  })

  test.each(['{"type": "message_', 'null', '42', '"text"', '[]', '{"type": 7}', '{"choices": 3, "type": {}}'])(
    'an event that is %s never gives an answer',
    async (data) => {
      const name = api === 'anthropic-messages' ? 'event: message_start\n' : ''
      const bytes = Buffer.from(`${name}data: ${data}\n\n`)
      const failed = await failureOf(ask(modelOver(api, () => streamed([bytes, beginning(api, 'answer')]))))
      expect(['malformed-response', 'stream-cut']).toContain(failed.code)
    },
  )
})

describe('words of OpenAI', () => {
  test.each([
    [429, 'insufficient_quota', 'quota', false],
    [429, 'billing_hard_limit_reached', 'quota', false],
    [400, 'context_length_exceeded', 'context-overflow', false],
    [400, 'invalid_prompt', 'bad-request', false],
    [404, 'model_not_found', 'not-found', false],
    [503, 'server_is_overloaded', 'overloaded', true],
    [503, 'slow_down', 'overloaded', true],
  ] as const)('status %i with code %s is %s', async (status, word, code, retryable) => {
    for (const api of ['openai-responses', 'openai-chat'] as const) {
      const model = modelOver(api, () => refused(status, body(api, 'see code', 'x', word)))
      expect(await failureOf(ask(model))).toMatchObject({ code, failure: { retryable } })
    }
  })

  test('the wait inside a message is read', async () => {
    const message = 'Rate limit reached for requests. Please try again in 28ms.'
    const model = modelOver('openai-chat', () => refused(429, body('openai-chat', message, 'requests')))
    expect(await failureOf(ask(model))).toMatchObject({ failure: { retryAfterMs: 28 } })
  })

  test.each([
    [{ message: 'Overloaded', type: 'x', code: 'server_is_overloaded' }, 'overloaded', null],
    [{ message: 'Rate limited upstream', code: 429 }, 'rate-limit', 429],
    [{ message: 'Upstream fell over', code: 502 }, 'server', 502],
    [{ message: 'nobody knows' }, 'server', null],
    [{ message: 'prompt is too long' }, 'context-overflow', null],
  ])('an error chunk inside a chat stream: %o', async (error, code, status) => {
    const model = modelOver('openai-chat', () =>
      streamed([beginning('openai-chat', 'answer'), sse('openai-chat', [{ error }])]),
    )
    expect(await failureOf(ask(model))).toMatchObject({ code, failure: { status } })
  })

  test.each([
    ['server_error', 'server', true],
    ['rate_limit_exceeded', 'rate-limit', true],
    ['context_length_exceeded', 'context-overflow', false],
    ['insufficient_quota', 'quota', false],
    ['invalid_prompt', 'bad-request', false],
    ['server_is_overloaded', 'overloaded', true],
  ])('a response that failed with %s is %s', async (word, code, retryable) => {
    const response = { id: 'resp_1', status: 'failed', error: { code: word, message: 'so it is' }, output: [] }
    const events = [{ type: 'response.failed', response }]
    const error = [{ type: 'error', code: word, message: 'so it is', param: null }]
    const unnamed = Buffer.from(`data: ${JSON.stringify(error[0])}\n\n`)
    for (const bytes of [sse('openai-responses', events), sse('openai-responses', error), unnamed]) {
      const model = modelOver('openai-responses', () => streamed([bytes]))
      expect(await failureOf(ask(model))).toMatchObject({ code, failure: { retryable } })
    }
  })

  test('a cancelled response is a failure that may be tried again', async () => {
    const events = [{ type: 'response.cancelled', response: { id: 'resp_1', status: 'cancelled', output: [] } }]
    const model = modelOver('openai-responses', () => streamed([sse('openai-responses', events)]))
    expect(await failureOf(ask(model))).toMatchObject({ code: 'server', failure: { retryable: true } })
  })

  test('a recorded rate limit carries its wait', async () => {
    const model = modelOver('openai-responses', () => streamed([wire('openai-responses', 'failed')]))
    expect(await failureOf(ask(model))).toMatchObject({ code: 'rate-limit', failure: { retryAfterMs: 11_054 } })
  })
})

describe('words of Anthropic', () => {
  const api = 'anthropic-messages'

  test.each([
    ['overloaded_error', 'overloaded', true],
    ['rate_limit_error', 'rate-limit', true],
    ['api_error', 'server', true],
    ['timeout_error', 'timeout', true],
    ['authentication_error', 'auth', false],
    ['permission_error', 'auth', false],
    ['billing_error', 'quota', false],
    ['not_found_error', 'not-found', false],
    ['invalid_request_error', 'bad-request', false],
    ['request_too_large', 'bad-request', false],
    ['unheard_of_error', 'server', true],
  ])('an error event of type %s is %s', async (type, code, retryable) => {
    const bytes = sse(api, [{ type: 'error', error: { type, message: 'so it is' } }])
    expect(await failureOf(ask(modelOver(api, () => streamed([bytes]))))).toMatchObject({
      code,
      failure: { retryable },
    })
  })

  test('a recorded overload after half an answer', async () => {
    const model = modelOver(api, () => streamed([wire(api, 'overloaded')]))
    expect(await failureOf(ask(model))).toMatchObject({
      code: 'overloaded',
      failure: { status: null, retryable: true },
    })
  })

  test.each([
    [429, 'rate_limit_error', 'enforced_spend_limit_reached', 'limit'],
    [429, 'rate_limit_error', 'contract_spend_limit_reached', 'limit'],
    [400, 'invalid_request_error', null, 'Your credit balance is too low to access the Anthropic API.'],
    [400, 'invalid_request_error', null, 'You have reached your specified API usage limits.'],
  ])('status %i, %s %s is about money', async (status, type, word, message) => {
    const model = modelOver(api, () => refused(status, body(api, message, type, word)))
    expect(await failureOf(ask(model))).toMatchObject({ code: 'quota', failure: { retryable: false } })
  })

  test('a ramp limit is a rate limit', async () => {
    const model = modelOver(api, () => refused(429, body(api, 'too fast', 'rate_limit_error', 'ramp_limit_exceeded')))
    expect(await failureOf(ask(model))).toMatchObject({ code: 'rate-limit', failure: { retryable: true } })
  })
})
