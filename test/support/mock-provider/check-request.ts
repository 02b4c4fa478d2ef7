import type { IncomingHttpHeaders } from 'node:http'
import { checkChat } from './check-chat.ts'
import { checkMessages } from './check-messages.ts'
import type { Sent } from './check-responses.ts'
import { checkResponses } from './check-responses.ts'
import type { Wire } from './script.ts'
import type { Json } from './window.ts'
import { string } from './window.ts'

/** What a strict provider would refuse in this request; null when it is fine. */
export function checkRequest(wire: Wire, headers: IncomingHttpHeaders, body: Json, sent: Sent): string | null {
  if (!string(headers['content-type']).startsWith('application/json')) return 'content-type must be application/json'
  if (body.stream !== true) return 'this mock only streams; send "stream": true'
  switch (wire) {
    case 'openai-responses':
      return checkResponses(body, sent)
    case 'anthropic-messages':
      if (headers['anthropic-version'] === undefined) return 'anthropic-version: header is required'
      return checkMessages(body, sent)
    case 'openai-chat':
      return checkChat(body)
  }
}

/** The key of a request, from whichever header its wire uses; null when there is none. */
export function keyOf(wire: Wire, headers: IncomingHttpHeaders): string | null {
  const bearer = /^Bearer (.+)$/.exec(string(headers.authorization))?.[1] ?? null
  return wire === 'anthropic-messages' ? string(headers['x-api-key']) || bearer : bearer
}
