import type { DeltaPart } from '../../ports/deltas.ts'
import type { Generation } from '../../ports/model.ts'
import type { ToolSpec } from '../../ports/tool.ts'
import { distinctIds } from '../shared/call-ids.ts'
import { cutOff, emptyAnswer } from '../shared/failure.ts'
import { callArgs } from '../shared/grammar.ts'
import type { Json } from '../shared/json.ts'
import { isJson, jsonAt, objectsOf, textOf } from '../shared/json.ts'
import type { Step } from '../shared/model.ts'
import type { Slot } from './calls.ts'
import { addCalls, isWholeCall, toCall, toolCall } from './calls.ts'
import { mergeDelta } from './merge.ts'
import { stopReason } from './stop-reason.ts'
import { usageOf } from './usage.ts'

/** A completion so far. */
export interface Draft {
  readonly id: string
  /** Everything of the message but its calls. */
  readonly message: Json
  readonly calls: readonly Slot[]
  readonly finish: string | null
  readonly usage: Json | null
}

export const emptyDraft: Draft = { id: '', message: {}, calls: [], finish: null, usage: null }

/** Folds one chunk of the stream; chunks that say nothing of the first choice change nothing. */
export function addEvent(draft: Draft, raw: unknown): Step<Draft> {
  const chunk = jsonAt(raw, 'a chunk')
  const choice = objectsOf(chunk.choices).find(({ index }) => index === 0 || index === undefined)
  const usage = isJson(chunk.usage) ? chunk.usage : isJson(choice?.usage) ? choice.usage : draft.usage
  const delta = isJson(choice?.delta) ? choice.delta : {}
  const finish = textOf(choice?.finish_reason) || draft.finish
  const { tool_calls: pieces, ...fields } = delta
  const [calls, callDeltas] = addCalls(draft.calls, pieces)
  const message = says(fields) ? mergeDelta(draft.message, fields) : draft.message
  const deltas = [...visible(fields), ...callDeltas]
  const same = usage === draft.usage && finish === draft.finish && message === draft.message && calls === draft.calls
  if (same) return { draft, deltas }
  return { draft: { id: draft.id || textOf(chunk.id), message, calls, finish, usage }, deltas }
}

/** Whether the finish reason and the usage, which comes after it, are there. */
export function isWhole({ finish, usage }: Draft): boolean {
  return finish !== null && usage !== null
}

/**
 * The answer: one assistant message. A finish reason makes it whole; servers that never send usage
 * end without. What the end of the output cut off is left out.
 */
export function finish(draft: Draft, tools: readonly ToolSpec[]): Generation {
  if (draft.finish === null) throw cutOff()
  const slots = withoutLooseEnds(draft)
  const ids = distinctIds(
    slots.map(({ call }) => textOf(call.id)),
    draft.id,
  )
  const entries = slots.map((slot, i) => toolCall(slot, ids[i] ?? ''))
  const calls = entries.map(toCall)
  const refusal = textOf(draft.message.refusal)
  const stop = stopReason(draft.finish, calls.length, refusal !== '')
  const text = textOf(draft.message.content) || refusal
  if (text === '' && calls.length === 0) {
    if (stop === 'end') throw emptyAnswer()
    return { items: [], calls: [], stop, ...metered(draft), text: '' }
  }
  return {
    items: [{ kind: 'assistant', item: assistantItem(draft.message, entries) }],
    calls: calls.map((call) => ({ ...call, args: callArgs(call.name, call.args, tools) })),
    stop,
    ...metered(draft),
    text,
  }
}

/** A server that says nothing of usage bills what it likes. */
function metered({ usage }: Draft): Pick<Generation, 'usage' | 'isLowerBound'> {
  return { usage: usageOf(usage), ...(usage === null ? { isLowerBound: true } : {}) }
}

/** A message with a refusal or calls and no text has null for its content, as the API itself says it. */
function assistantItem(message: Json, entries: readonly Json[]): Json {
  const { role: _role, content, ...rest } = message
  const calls = entries.length === 0 ? {} : { tool_calls: entries }
  return { role: 'assistant', content: textOf(content) === '' ? null : content, ...rest, ...calls }
}

function withoutLooseEnds({ calls, finish }: Draft): readonly Slot[] {
  if (finish === 'content_filter' || finish === 'sensitive') return []
  return finish === 'length' || finish === 'model_length' ? calls.filter(isWholeCall) : calls
}

/** Whether a delta holds anything: some servers keep the connection alive with empty ones. */
function says(fields: Json): boolean {
  return Object.entries(fields).some(([name, value]) => name !== 'role' && value !== null && value !== '')
}

function visible(fields: Json): readonly DeltaPart[] {
  const thinking = textOf(fields.reasoning_content) || textOf(fields.reasoning)
  const text = textOf(fields.content) + textOf(fields.refusal)
  return [
    ...(thinking === '' ? [] : [{ type: 'thinking', text: thinking } as const]),
    ...(text === '' ? [] : [{ type: 'text', text } as const]),
  ]
}
