import type { Generation } from '../../ports/model.ts'
import type { ToolSpec } from '../../ports/tool.ts'
import { distinctIds } from '../shared/call-ids.ts'
import { cutOff, emptyAnswer } from '../shared/failure.ts'
import { callArgs } from '../shared/grammar.ts'
import type { Json } from '../shared/json.ts'
import { indexAt, isJson, jsonAt, malformed, textAt, textOf } from '../shared/json.ts'
import type { Step } from '../shared/model.ts'
import type { Block } from './blocks.ts'
import { addDelta, isWholeCall, settled, toCall, visiblePart } from './blocks.ts'
import { stopReason } from './stop-reason.ts'
import { usageOf } from './usage.ts'

/** A message so far. */
export interface Draft {
  readonly id: string
  readonly blocks: readonly Block[]
  /** Counts as last reported; later ones replace earlier ones. */
  readonly usage: Json
  readonly stop: unknown
  /** Why it was refused, when the API says so. */
  readonly explanation: string
  readonly ended: boolean
}

export const emptyDraft: Draft = { id: '', blocks: [], usage: {}, stop: null, explanation: '', ended: false }

/** Folds one event of the stream; events of unknown types change nothing. */
export function addEvent(draft: Draft, raw: unknown): Step<Draft> {
  const event = jsonAt(raw, 'an event')
  switch (textAt(event.type, 'the type of an event')) {
    case 'message_start':
      return quiet({ ...draft, ...started(draft, jsonAt(event.message, 'message')) })
    case 'content_block_start':
      return blockStarted(draft, event)
    case 'content_block_delta':
      return blockGrown(draft, event)
    case 'content_block_stop':
      return quiet({ ...draft })
    case 'message_delta':
      return quiet({ ...draft, ...ending(draft, event) })
    case 'message_stop':
      return quiet({ ...draft, ended: true })
    default:
      return quiet(draft)
  }
}

/** Whether `message_stop` has come. */
export function isWhole(draft: Draft): boolean {
  return draft.ended
}

/** The answer: one item with all blocks. What the end of the output cut off is left out. */
export function finish(draft: Draft, tools: readonly ToolSpec[]): Generation {
  if (!draft.ended) throw cutOff()
  const blocks = withDistinctIds(withoutLooseEnds(draft.blocks, draft.stop), draft.id)
  const calls = blocks.filter(isCall).map(toCall)
  const stop = stopReason(draft.stop, calls.length)
  const content = blocks.map(settled)
  const said = visibleText(content)
  const silent = said === '' && calls.length === 0 && !content.some(({ type }) => !quietTypes.has(textOf(type)))
  if (silent && stop === 'end') throw emptyAnswer()
  return {
    items: content.length === 0 ? [] : [{ kind: 'assistant', item: { role: 'assistant', content } }],
    calls: calls.map((call) => ({ ...call, args: callArgs(call.name, call.args, tools) })),
    stop,
    usage: usageOf(draft.usage),
    text: said === '' ? draft.explanation : said,
  }
}

/** Blocks that say nothing by themselves. */
const quietTypes: ReadonlySet<string> = new Set(['text', 'thinking', 'redacted_thinking'])

/** Text of text blocks: neighbours are one text, others are paragraphs. */
function visibleText(blocks: readonly Json[]): string {
  const runs: string[] = []
  blocks.forEach((block, i) => {
    if (block.type !== 'text') return
    const joins = blocks[i - 1]?.type === 'text'
    runs.push((joins ? (runs.pop() ?? '') : '') + textOf(block.text))
  })
  return runs.filter((run) => run.trim() !== '').join('\n\n')
}

function quiet(draft: Draft): Step<Draft> {
  return { draft, deltas: [] }
}

function started(draft: Draft, message: Json): Partial<Draft> {
  if (draft.id !== '' || draft.blocks.length > 0) throw malformed('a second message_start')
  return { id: textOf(message.id), usage: isJson(message.usage) ? message.usage : {} }
}

function blockStarted(draft: Draft, event: Json): Step<Draft> {
  const block = jsonAt(event.content_block, 'content_block')
  textAt(block.type, 'the type of a content block')
  const index = indexAt(event.index, 'index')
  if (index !== draft.blocks.length) throw malformed(`content block ${index} where ${draft.blocks.length} is due`)
  const next = { ...draft, blocks: [...draft.blocks, { block, input: null }] }
  if (block.type !== 'tool_use') return quiet(next)
  return {
    draft: next,
    deltas: [{ type: 'call', callId: textOf(block.id), name: textAt(block.name, 'the name of a call') }],
  }
}

function blockGrown(draft: Draft, event: Json): Step<Draft> {
  const index = indexAt(event.index, 'index')
  const block = draft.blocks[index]
  if (block === undefined) throw malformed(`a delta for content block ${index}, which has not begun`)
  const delta = jsonAt(event.delta, 'delta')
  const part = visiblePart(block, delta)
  const blocks = draft.blocks.with(index, addDelta(block, delta))
  return { draft: { ...draft, blocks }, deltas: part === null ? [] : [part] }
}

function ending(draft: Draft, event: Json): Partial<Draft> {
  const delta = jsonAt(event.delta, 'delta')
  const counts = Object.entries(isJson(event.usage) ? event.usage : {}).filter(([, count]) => count !== null)
  const details = isJson(delta.stop_details) ? delta.stop_details : {}
  return {
    stop: delta.stop_reason ?? draft.stop,
    explanation: textOf(details.explanation) || draft.explanation,
    usage: { ...draft.usage, ...Object.fromEntries(counts) },
  }
}

function isCall({ block }: Block): boolean {
  return block.type === 'tool_use'
}

/**
 * Of a message that was cut short: no half-written call, of a refused one no call at all, and no
 * thinking at the end, which the API does not take back.
 */
function withoutLooseEnds(blocks: readonly Block[], stop: unknown): readonly Block[] {
  if (stop !== 'max_tokens' && stop !== 'refusal') return blocks
  const kept = blocks.filter((block) => !isCall(block) || (stop === 'max_tokens' && isWholeCall(block)))
  const end = kept.findLastIndex(({ block }) => block.type !== 'thinking' && block.type !== 'redacted_thinking')
  return kept.slice(0, end + 1).filter(({ block }) => block.type !== 'text' || textOf(block.text).trim() !== '')
}

function withDistinctIds(blocks: readonly Block[], messageId: string): readonly Block[] {
  const ids = distinctIds(
    blocks.filter(isCall).map(({ block }) => textOf(block.id)),
    messageId,
  )
  let n = 0
  return blocks.map((entry) => {
    if (!isCall(entry)) return entry
    const id = ids[n++]
    return id === undefined || id === entry.block.id ? entry : { ...entry, block: { ...entry.block, id } }
  })
}
