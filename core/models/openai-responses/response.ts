import type { DeltaPart } from '../../ports/deltas.ts'
import type { GeneratedCall, GeneratedItem, Generation } from '../../ports/model.ts'
import { distinctIds } from '../shared/call-ids.ts'
import { cutOff, emptyAnswer } from '../shared/failure.ts'
import type { Json } from '../shared/json.ts'
import { indexAt, isJson, jsonAt, objectsOf, parseJson, textAt, textOf } from '../shared/json.ts'
import type { Step } from '../shared/model.ts'
import { errorEvent, failedResponse } from './errors.ts'
import { isCall, kindOf, messageText, refuses } from './output.ts'
import { stopReason } from './stop-reason.ts'
import { usageOf } from './usage.ts'

/** A response so far. */
export interface Draft {
  /** Finished items by output index. */
  readonly items: ReadonlyMap<number, Json>
  /** Call ids by output index, known before the item is finished. */
  readonly calls: ReadonlyMap<number, string>
  /** The response object of the terminal event. */
  readonly end: Json | null
  /** An error event. */
  readonly error: Json | null
}

export const emptyDraft: Draft = { items: new Map(), calls: new Map(), end: null, error: null }

/** Folds one event of the stream; events of unknown types change nothing. */
export function addEvent(draft: Draft, raw: unknown): Step<Draft> {
  const event = jsonAt(raw, 'an event')
  const type = textAt(event.type, 'the type of an event')
  switch (type) {
    case 'response.output_item.added':
      return itemAdded(draft, event)
    case 'response.output_item.done':
      return itemDone(draft, event)
    case 'response.output_text.delta':
    case 'response.refusal.delta':
      return shown(draft, { type: 'text', text: textAt(event.delta, `${type}.delta`) })
    case 'response.reasoning_summary_text.delta':
    case 'response.reasoning_text.delta':
      return shown(draft, { type: 'thinking', text: textAt(event.delta, `${type}.delta`) })
    case 'response.reasoning_summary_part.added':
      return event.summary_index === 0 ? shown(draft) : shown(draft, { type: 'thinking', text: '\n\n' })
    case 'response.function_call_arguments.delta':
    case 'response.custom_tool_call_input.delta':
      return argsAdded(draft, event, textAt(event.delta, `${type}.delta`))
    case 'response.completed':
    case 'response.incomplete':
    case 'response.failed':
    case 'response.cancelled':
      return { draft: { ...draft, end: jsonAt(event.response, `${type}.response`) }, deltas: [] }
    case 'error':
      return { draft: { ...draft, error: event }, deltas: [] }
    default:
      return { draft, deltas: [] }
  }
}

/** Whether the terminal event has come, or an error. */
export function isWhole({ end, error }: Draft): boolean {
  return end !== null || error !== null
}

/** The answer. Calls that the end of the output cut off are left out: they cannot be run. */
export function finish({ items, end, error }: Draft, now: number): Generation {
  if (error !== null) throw errorEvent(error, now)
  if (end === null) throw cutOff()
  if (end.status === 'failed' || end.status === 'cancelled') throw failedResponse(end, now)
  const output = withoutLooseEnds(inOrder(items, end), end)
  const ids = distinctIds(
    output.filter(isCall).map((item) => textOf(item.call_id)),
    textOf(end.id),
  )
  const named = nameCalls(output, ids)
  const calls = named.filter(isCall).map(toCall)
  const stop = stopReason(end, calls.length, named.some(refuses))
  const text = named.map(messageText).filter(Boolean).join('\n\n')
  const generated = named.map((item): GeneratedItem => ({ kind: kindOf(item), item }))
  const silent = text === '' && calls.length === 0 && !generated.some(({ kind }) => kind === 'other')
  if (silent && (stop === 'end' || stop === 'refusal')) throw emptyAnswer()
  return { items: generated, calls, stop, usage: usageOf(end), text }
}

function itemAdded(draft: Draft, event: Json): Step<Draft> {
  const item = jsonAt(event.item, 'an output item')
  if (!isCall(item)) return shown(draft)
  const callId = textOf(item.call_id)
  const calls = new Map(draft.calls).set(indexAt(event.output_index, 'output_index'), callId)
  return {
    draft: { ...draft, calls },
    deltas: [{ type: 'call', callId, name: textAt(item.name, 'the name of a call') }],
  }
}

function itemDone(draft: Draft, event: Json): Step<Draft> {
  const item = jsonAt(event.item, 'an output item')
  textAt(item.type, 'the type of an output item')
  const items = new Map(draft.items).set(indexAt(event.output_index, 'output_index'), item)
  return { draft: { ...draft, items }, deltas: [] }
}

function argsAdded(draft: Draft, event: Json, text: string): Step<Draft> {
  const callId = draft.calls.get(indexAt(event.output_index, 'output_index'))
  return callId === undefined ? shown(draft) : shown(draft, { type: 'call-args', callId, text })
}

/** Progress that is only seen, not kept. */
function shown(draft: Draft, ...deltas: readonly DeltaPart[]): Step<Draft> {
  return { draft: { ...draft }, deltas }
}

/** Finished items by index; those the terminal event alone knows are taken from there. */
function inOrder(items: ReadonlyMap<number, Json>, end: Json): readonly Json[] {
  const whole = new Map(objectsOf(end.output).map((item, index) => [index, item]))
  for (const [index, item] of items) whole.set(index, item)
  return [...whole].sort(([a], [b]) => a - b).map(([, item]) => item)
}

/** Of an incomplete response: no half-written call, and no reasoning that leads nowhere. */
function withoutLooseEnds(output: readonly Json[], end: Json): readonly Json[] {
  if (end.status !== 'incomplete') return output
  const filtered = isJson(end.incomplete_details) && end.incomplete_details.reason === 'content_filter'
  const kept = output.filter((item) => !isCall(item) || (!filtered && isWholeCall(item)))
  return kept.slice(0, kept.findLastIndex((item) => item.type !== 'reasoning') + 1)
}

function isWholeCall(item: Json): boolean {
  if (item.status === 'incomplete' || item.status === 'in_progress') return false
  return item.type === 'function_call' ? parseJson(textOf(item.arguments)) !== null : item.status === 'completed'
}

function nameCalls(output: readonly Json[], ids: readonly string[]): readonly Json[] {
  let n = 0
  return output.map((item) => {
    if (!isCall(item)) return item
    const id = ids[n++]
    return id === undefined || id === item.call_id ? item : { ...item, call_id: id }
  })
}

function toCall(item: Json): GeneratedCall {
  const args = item.type === 'function_call' ? item.arguments : item.input
  return {
    callId: textAt(item.call_id, 'call_id'),
    name: textAt(item.name, 'the name of a call'),
    args: textAt(args, 'the arguments of a call'),
  }
}
