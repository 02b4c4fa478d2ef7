import { describe, expect, test } from 'vitest'
import { formatOf, requestPrefix } from '../../../core/models/index.ts'
import type { ApiKind } from '../../../core/values/model-facts.ts'
import { apis, modelOver, ask, wire, whole } from './replay.ts'
import { sessionRequests } from './session-items.ts'

const names: Readonly<Record<ApiKind, readonly string[]>> = {
  'openai-responses': ['calls', 'unknown', 'calls', 'answer', 'max-output', 'refusal', 'calls'],
  'anthropic-messages': ['calls', 'unknown', 'calls', 'answer', 'max-output', 'refusal', 'calls'],
  'openai-chat': ['calls', 'gateway', 'calls', 'answer', 'max-output', 'refusal', 'calls'],
}

describe.each(apis)('%s', (api) => {
  test('every request begins with the bytes of the one before', async () => {
    const requests = await sessionRequests(api, names[api])
    const prefixes = requests.map((request) => requestPrefix(api, formatOf(api).requestBody(request)))
    expect(prefixes).toHaveLength(8)
    for (const [i, prefix] of prefixes.slice(1).entries()) {
      expect(prefix.startsWith(prefixes[i] ?? 'none')).toBe(true)
      expect(prefix.length).toBeGreaterThan(prefixes[i]?.length ?? 0)
    }
  })

  test('a changed item breaks it, so the law can fail', async () => {
    const [first, second] = await sessionRequests(api, names[api])
    if (first === undefined || second === undefined) throw new Error('two requests are needed')
    const changed = { ...second, items: [formatOf(api).userItem('something else'), ...second.items.slice(1)] }
    const prefix = (request: typeof first): string => requestPrefix(api, formatOf(api).requestBody(request))
    expect(prefix(second).startsWith(prefix(first))).toBe(true)
    expect(prefix(changed).startsWith(prefix(first))).toBe(false)
  })

  test('what the SDK sends is byte for byte the request body', async () => {
    const request = (await sessionRequests(api, names[api])).at(-1)
    if (request === undefined) throw new Error('a request is needed')
    let sent = ''
    const model = modelOver(api, (body) => {
      sent = body
      return whole(wire(api, 'answer'))
    })
    await ask(model, request)
    expect(sent).toBe(JSON.stringify(formatOf(api).requestBody(request)))
  })

  test('the same items give the same bytes after a round through storage', async () => {
    const requests = await sessionRequests(api, names[api])
    const request = requests.at(-1)
    if (request === undefined) throw new Error('a request is needed')
    const stored = request.items.map((item) => JSON.parse(JSON.stringify(item)) as typeof item)
    const body = (items: typeof stored): string => JSON.stringify(formatOf(api).requestBody({ ...request, items }))
    expect(body(stored)).toBe(body([...request.items]))
  })
})
