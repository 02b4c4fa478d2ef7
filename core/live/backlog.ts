import type { Delta, DeltaPart } from '../ports/deltas.ts'
import type { OpId } from '../values/ids.ts'
import type { Position } from './protocol.ts'

/** Characters kept of one operation: what whoever joins late, or was slow, can still be given. */
const keptChars = 1024 * 1024

/** Characters of one joined delta. */
const joinedChars = 16 * 1024

/** What has streamed of one attempt at one operation, from `first` on. */
interface Stream {
  readonly attempt: number
  parts: DeltaPart[]
  /** The `n` of the first part that is kept. */
  first: number
  chars: number
  /** Where in `parts` the kept ones begin: those before are cut off now and then, not one by one. */
  start: number
}

/** How far one reader has come. A stream that began anew is read from its start. */
export type Cursor = Map<OpId, { readonly stream: object; readonly next: number }>

/** What has streamed of the operations under way in one session; each reader takes it at its own pace. */
export class Backlog {
  readonly #streams = new Map<OpId, Stream>()

  get isEmpty(): boolean {
    return this.#streams.size === 0
  }

  add({ opId, attempt, n, part }: Delta): void {
    const known = this.#streams.get(opId)
    const goesOn = known?.attempt === attempt && n === known.first + known.parts.length - known.start
    const stream = goesOn ? known : { attempt, parts: [], first: n, chars: 0, start: 0 }
    if (!goesOn) this.#streams.set(opId, stream)
    stream.parts.push(part)
    stream.chars += sizeOf(part)
    trim(stream)
  }

  keepOnly(opIds: readonly OpId[]): void {
    for (const opId of this.#streams.keys()) if (!opIds.includes(opId)) this.#streams.delete(opId)
  }

  /** A cursor for a reader that says what it has. */
  cursor(have: ReadonlyMap<OpId, Position>): Cursor {
    return new Map(
      [...this.#streams].flatMap(([opId, stream]) => {
        const position = have.get(opId)
        return position?.attempt === stream.attempt ? [[opId, { stream, next: position.next }]] : []
      }),
    )
  }

  /** What the reader has not had yet, neighbours joined, until `limitChars` are reached; its cursor moves on. */
  read(cursor: Cursor, limitChars: number): readonly Delta[] {
    for (const opId of cursor.keys()) if (!this.#streams.has(opId)) cursor.delete(opId)
    const deltas: Delta[] = []
    let left = limitChars
    for (const [opId, stream] of this.#streams) {
      const known = cursor.get(opId)
      let next = Math.max(known?.stream === stream ? known.next : 0, stream.first)
      const end = stream.first + stream.parts.length - stream.start
      while (next < end && left > 0) {
        const { part, count } = joinFrom(stream, next)
        deltas.push({ opId, attempt: stream.attempt, n: next, ...(count > 1 && { count }), part })
        left -= sizeOf(part)
        next += count
      }
      cursor.set(opId, { stream, next })
    }
    return deltas
  }
}

function trim(stream: Stream): void {
  while (stream.chars > keptChars) {
    const part = stream.parts[stream.start++]
    if (part === undefined) return
    stream.chars -= sizeOf(part)
    stream.first++
  }
  if (stream.start <= stream.parts.length / 2) return
  stream.parts = stream.parts.slice(stream.start)
  stream.start = 0
}

function joinFrom(stream: Stream, next: number): { readonly part: DeltaPart; readonly count: number } {
  const from = next - stream.first + stream.start
  const first = stream.parts[from]
  if (first === undefined) throw new Error('nothing was streamed there')
  if (first.type === 'call') return { part: first, count: 1 }
  const texts = [first.text]
  let chars = first.text.length
  for (let at = from + 1; at < stream.parts.length; at++) {
    const part = stream.parts[at]
    if (part === undefined || !isSameText(part, first)) break
    chars += part.text.length
    if (chars > joinedChars) break
    texts.push(part.text)
  }
  return { part: { ...first, text: texts.join('') }, count: texts.length }
}

type TextPart = Exclude<DeltaPart, { type: 'call' }>

function isSameText(part: DeltaPart, as: TextPart): part is TextPart {
  if (part.type === 'call' || part.type !== as.type) return false
  return part.type !== 'call-args' || as.type !== 'call-args' || part.callId === as.callId
}

/** Of the text, and a little for what stands around it. */
function sizeOf(part: DeltaPart): number {
  return 8 + (part.type === 'call' ? part.name : part.text).length
}
