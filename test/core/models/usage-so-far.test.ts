import { describe, expect, test } from 'vitest'
import { createLeanFetch } from '../../../core/models/http/lean-fetch.ts'
import { formatOf, openModel } from '../../../core/models/index.ts'
import type { ApiKind, Usage } from '../../../core/values/model-facts.ts'
import { noUsage } from '../../../core/values/usage.ts'
import { startMockProvider } from '../../support/mock-provider/mock-provider.ts'
import type { Reply } from '../../support/mock-provider/script.ts'
import { apis, plainRequest, replay, sse } from './replay.ts'

/** The last word on what one call was billed, whatever became of it; it is aborted at the first text. */
async function lastWord(api: ApiKind, reply: Reply, abortsAtText = false): Promise<Usage | null | undefined> {
  const mock = await startMockProvider(() => reply)
  const baseURL = api === 'anthropic-messages' ? mock.url : `${mock.url}/v1`
  const model = openModel(api, { apiKey: 'k', baseURL, fetch: createLeanFetch({ env: {} }), idleTimeoutMs: 300 })
  const control = new AbortController()
  let said: Usage | null | undefined
  try {
    const request = { ...plainRequest, items: [formatOf(api).userItem('Hi')] }
    const onDelta = () => (abortsAtText ? control.abort() : undefined)
    await model.generate(request, onDelta, control.signal, (usage) => (said = usage)).catch(() => undefined)
  } finally {
    await mock.close()
  }
  return said
}

const usage = { inputTokens: 90, outputTokens: 50 }
const answer: Reply = { text: 'A longer answer that is broken off.', usage, deltaChars: 3 }
const never = new Promise(() => undefined)

describe.each(apis)('%s', (api) => {
  const known = api === 'anthropic-messages' ? { inputTokens: 90 } : noUsage

  test('an answer that is interrupted was billed, for what the stream has said at least', async () => {
    expect(await lastWord(api, { ...answer, goesOnAfter: never }, true)).toMatchObject(known)
  })

  test.each(['reset', 'end', 'stall'] as const)('so was one that is cut: %s', async (how) => {
    expect(await lastWord(api, { ...answer, fault: { type: 'cut', at: 'mid-stream', how } })).toMatchObject(known)
  })

  test('so was one that was given up before it began', async () => {
    expect(await lastWord(api, { ...answer, startsAfter: never })).toEqual(noUsage)
  })

  test.each([401, 429, 500])('what was refused with %i was not', async (status) => {
    expect(await lastWord(api, { fault: { type: 'status', status } })).toBeNull()
  })

  test('a connection that broke before the answer began is not billed', async () => {
    expect(await lastWord(api, { ...answer, fault: { type: 'cut', at: 'before-headers' } })).toBeNull()
  })

  test('a whole answer says all', async () => {
    expect(await lastWord(api, answer)).toMatchObject(usage)
  })
})

test('a chat whose server says nothing of usage was billed more than nothing', async () => {
  const chunk = { id: 'x', choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: 'stop' }] }
  const { generation } = await replay('openai-chat', sse('openai-chat', [chunk]))
  expect(generation).toMatchObject({ usage: noUsage, isLowerBound: true })
})
