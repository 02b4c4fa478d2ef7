import type { DeltaPart } from '../../ports/deltas.ts'
import type { GeneratedCall } from '../../ports/model.ts'
import type { Json } from '../shared/json.ts'
import { isJson, jsonAt, malformed, objectsOf, parseJson, textAt, textOf } from '../shared/json.ts'
import { mergeDelta } from './merge.ts'

/** A call so far: its position as streamed, and the entry of `tool_calls`. */
export interface Slot {
  readonly index: unknown
  readonly call: Json
}

/** Merges the `tool_calls` of a delta. Another id at a position that has one begins another call. */
export function addCalls(slots: readonly Slot[], delta: unknown): readonly [readonly Slot[], readonly DeltaPart[]] {
  const deltas: DeltaPart[] = []
  let next = slots
  for (const entry of objectsOf(delta)) {
    const { index, ...piece } = entry
    const at = place(next, index, textOf(piece.id))
    const slot = next[at]
    const call = mergeDelta(slot?.call ?? {}, withTextArguments(piece))
    next = slot === undefined ? [...next, { index, call }] : next.with(at, { index, call })
    deltas.push(...visible(slot, call, piece))
  }
  return [next, deltas]
}

/** The entry as it is stored and sent back. */
export function toolCall(slot: Slot, id: string): Json {
  const { id: _id, type, ...rest } = slot.call
  return { id, type: textOf(type) || 'function', ...rest }
}

/** The call of an entry, its arguments exactly as written. */
export function toCall(entry: Json): GeneratedCall {
  const called = jsonAt(entry.function, 'the function of a call')
  return { callId: textOf(entry.id), name: textAt(called.name, 'the name of a call'), args: textOf(called.arguments) }
}

/** Whether a call was written to its end. */
export function isWholeCall({ call }: Slot): boolean {
  return isJson(call.function) && parseJson(textOf(call.function.arguments)) !== null
}

function place(slots: readonly Slot[], index: unknown, id: string): number {
  const at = index === undefined ? slots.length - 1 : slots.findLastIndex((slot) => slot.index === index)
  const known = textOf(slots[at]?.call.id)
  return id !== '' && known !== '' && id !== known ? slots.length : at < 0 ? slots.length : at
}

/** Some servers send the arguments parsed. */
function withTextArguments(piece: Json): Json {
  if (piece.function === undefined) return piece
  const called = jsonAt(piece.function, 'the function of a call')
  if (isJson(called.arguments))
    return { ...piece, function: { ...called, arguments: JSON.stringify(called.arguments) } }
  if (called.arguments !== undefined && called.arguments !== null && typeof called.arguments !== 'string') {
    throw malformed('the arguments of a call are not text')
  }
  return piece
}

function visible(before: Slot | undefined, call: Json, piece: Json): readonly DeltaPart[] {
  const callId = textOf(call.id)
  const name = isJson(call.function) ? textOf(call.function.name) : ''
  const known = isJson(before?.call.function) ? textOf(before.call.function.name) : ''
  const text = isJson(piece.function) ? textOf(piece.function.arguments) : ''
  return [
    ...(known === '' && name !== '' ? [{ type: 'call', callId, name } as const] : []),
    ...(text === '' ? [] : [{ type: 'call-args', callId, text } as const]),
  ]
}
