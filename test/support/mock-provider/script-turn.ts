import type { RecordedRequest } from './record.ts'
import type { ScriptTurn, Wire } from './script.ts'
import type { Json } from './window.ts'
import { countAnswers, isObject, readWindow, string } from './window.ts'

/** What a script is told of a request, given those before it. */
export function readTurn(wire: Wire, body: Json, requests: readonly RecordedRequest[]): ScriptTurn {
  const window = readWindow(wire, body)
  const users = window.filter((entry) => entry.type === 'user')
  const session = sessionOf(body) ?? users[0]?.text ?? ''
  const index = countAnswers(wire, window)
  const before = requests.filter((request) => request.session === session)
  const tail = window.slice(window.findLastIndex((entry) => entry.type !== 'result') + 1)
  return {
    wire,
    body,
    session,
    index,
    attempt: before.filter((request) => request.index === index).length,
    count: before.length,
    userText: users.at(-1)?.text ?? '',
    results: tail.filter((entry) => entry.type === 'result'),
  }
}

/** Bytes that a request begins with like the one before it in its session. */
export function sharedPrefix(session: string, bytes: Buffer, requests: readonly RecordedRequest[]): number {
  const before = requests.findLast((request) => request.session === session)?.bytes
  return before === undefined ? 0 : commonPrefix(before, bytes)
}

function sessionOf(body: Json): string | null {
  const user = isObject(body.metadata) ? string(body.metadata.user_id) : ''
  return string(body.prompt_cache_key) || user || null
}

function commonPrefix(a: Buffer, b: Buffer): number {
  let low = 0
  let high = Math.min(a.length, b.length)
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (a.compare(b, low, middle, low, middle) === 0) low = middle
    else high = middle - 1
  }
  return low
}
