import type { Wire } from './script.ts'
import type { Json } from './window.ts'
import { isObject, objects } from './window.ts'

/** A request as it came. Times are ms since the epoch with fractions, comparable between processes. */
export interface RecordedRequest {
  readonly wire: Wire
  readonly path: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** Exactly the bytes of the body. */
  readonly bytes: Buffer
  /** Parsed anew each time: thousands of parsed windows would be held in memory. */
  readonly body: Json
  readonly session: string
  readonly index: number
  readonly attempt: number
  /** When the head of the request arrived. */
  readonly receivedAt: number
  /** When the last byte of the reply was handed to the socket; null until then. */
  lastByteAt: number | null
  /** When who asked closed the connection before that; null if they did not. */
  cutAt: number | null
}

/** The JSON object in a body; null when it is something else. */
export function parseBody(bytes: Buffer): Json | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

/** Now, in ms since the epoch with fractions. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now()
}

/**
 * The list that a provider caches by prefix: instructions, tools, then each item as JSON.
 * Anthropic's moving `cache_control` marks are taken out: they are not part of the cached text.
 */
function promptParts(wire: Wire, body: Json): readonly string[] {
  const [head, items] =
    wire === 'openai-responses'
      ? [[body.instructions, body.tools], objects(body.input)]
      : wire === 'anthropic-messages'
        ? [[body.tools, body.system], objects(body.messages).flatMap(blocksOf)]
        : [[body.tools], objects(body.messages)]
  return [...head, ...items].map((part) => JSON.stringify(part ?? null, unmarked))
}

/** Requests of a session that do not extend the one before, as sentences; empty when all do. */
export function prefixBreaks(requests: readonly RecordedRequest[]): readonly string[] {
  const last = new Map<string, readonly string[]>()
  const breaks: string[] = []
  requests.forEach((request, n) => {
    const parts = promptParts(request.wire, request.body)
    const before = last.get(request.session) ?? []
    const at = before.findIndex((part, i) => part !== parts[i])
    if (at >= 0) breaks.push(`request ${n} differs at part ${at}: ${before[at]} became ${parts[at] ?? 'nothing'}`)
    last.set(request.session, parts)
  })
  return breaks
}

/** The harness's own time between each last response byte and the next request of the session, in ms. */
export function gapsMs(requests: readonly RecordedRequest[]): readonly number[] {
  const last = new Map<string, number>()
  const gaps: number[] = []
  for (const request of requests) {
    const before = last.get(request.session)
    if (before !== undefined) gaps.push(request.receivedAt - before)
    if (request.lastByteAt !== null) last.set(request.session, request.lastByteAt)
  }
  return gaps
}

function unmarked(key: string, value: unknown): unknown {
  return key === 'cache_control' ? undefined : value
}

/** Blocks, not messages: neighbours of one role may be sent as one message or as two. */
function blocksOf(message: Json): readonly Json[] {
  const content = message.content
  const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : objects(content)
  return blocks.map((block) => ({ role: message.role, ...block }))
}
