import type { Delta, DeltaPart } from '../ports/deltas.ts'
import type { OpId, SessionId } from '../values/ids.ts'
import { isValidId } from '../values/ids.ts'
import { isObject } from '../values/is-object.ts'

/*
 * One JSON value a line, both ways. The client speaks first:
 *   {"lightspeed":1,"session":"k7m2x","have":[["r1/t1/model",1,12]]}    12: the next n it wants
 * then the server, deltas only, for as long as the connection lasts:
 *   {"opId":"r1/t1/model","attempt":1,"n":12,"count":3,"part":{"type":"text","text":"..."}}
 * A version that the other side does not know ends the connection; fields that it does not know are ignored.
 */
const version = 1

/** Characters of a line; a longer one is garbage. A delta is one part of what is kept, each character escaped at worst. */
export const longestLine = 8 * 1024 * 1024

/** How far a reader has come in one operation. */
export interface Position {
  readonly attempt: number
  /** The `n` that it wants next. */
  readonly next: number
}

/** What a client asks for. */
export interface Hello {
  readonly session: SessionId
  readonly have: ReadonlyMap<OpId, Position>
}

export function encodeHello({ session, have }: Hello): string {
  const positions = [...have].map(([opId, { attempt, next }]) => [opId, attempt, next])
  return `${JSON.stringify({ lightspeed: version, session, have: positions })}\n`
}

/** What a client's line asks for; null for another version, and for anything else. */
export function decodeHello(line: string): Hello | null {
  const value = parse(line)
  if (!isObject(value) || value['lightspeed'] !== version || !Array.isArray(value['have'])) return null
  const { session } = value
  if (typeof session !== 'string' || !isValidId(session)) return null
  const have = new Map<OpId, Position>()
  for (const position of value['have'] as readonly unknown[]) {
    if (!Array.isArray(position)) continue
    const [opId, attempt, next] = position as readonly unknown[]
    if (typeof opId === 'string' && isCount(attempt) && isCount(next)) have.set(opId as OpId, { attempt, next })
  }
  return { session: session as SessionId, have }
}

export function encodeDeltas(deltas: readonly Delta[]): string {
  return deltas.map((delta) => `${JSON.stringify(delta)}\n`).join('')
}

/** The delta of a server's line, null for anything else. */
export function decodeDelta(line: string): Delta | null {
  const value = parse(line)
  if (!isObject(value)) return null
  const { opId, attempt, n, count = 1 } = value
  const part = readPart(value['part'])
  if (typeof opId !== 'string' || part === null || !isCount(attempt) || !isCount(n) || !isCount(count)) return null
  return { opId: opId as OpId, attempt, n, ...(count > 1 && { count }), part }
}

function readPart(value: unknown): DeltaPart | null {
  if (!isObject(value)) return null
  const { type, text, callId, name } = value
  switch (type) {
    case 'text':
    case 'thinking':
    case 'output':
      return typeof text === 'string' ? { type, text } : null
    case 'call':
      return typeof callId === 'string' && typeof name === 'string' ? { type, callId, name } : null
    case 'call-args':
      return typeof callId === 'string' && typeof text === 'string' ? { type, callId, text } : null
    default:
      return null
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
