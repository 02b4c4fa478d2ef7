import type { Wire } from './script.ts'

const paths: Record<Wire, string> = {
  'openai-responses': '/v1/responses',
  'anthropic-messages': '/v1/messages',
  'openai-chat': '/v1/chat/completions',
}
/** All wire formats. */
export const wires = Object.keys(paths) as Wire[]

/** Sends a request of a wire as its SDK would. */
export function post(url: string, wire: Wire, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url + paths[wire], {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      authorization: 'Bearer k',
      ...headers,
    },
    body: JSON.stringify({ model: 'm', stream: true, ...body }),
  })
}

/** The least that a wire takes for a request. */
export function hello(wire: Wire): object {
  return wire === 'openai-responses'
    ? { input: [{ type: 'message', role: 'user', content: 'hi' }], prompt_cache_key: 's' }
    : { messages: [{ role: 'user', content: 'hi' }], max_tokens: 100 }
}
