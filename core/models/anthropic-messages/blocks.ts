import type { GeneratedCall } from '../../ports/model.ts'
import type { DeltaPart } from '../../ports/deltas.ts'
import type { Json } from '../shared/json.ts'
import { parseJson, textAt, textOf } from '../shared/json.ts'

/** A content block so far. */
export interface Block {
  readonly block: Json
  /** JSON of its input as streamed, or null while none came. */
  readonly input: string | null
}

/** Merges a delta into its block. Deltas of unknown types append their texts to fields of the same name. */
export function addDelta({ block, input }: Block, delta: Json): Block {
  switch (delta.type) {
    case 'input_json_delta':
      return { block, input: (input ?? '') + textAt(delta.partial_json, 'partial_json') }
    case 'citations_delta':
      return { block: { ...block, citations: [...listOf(block.citations), delta.citation] }, input }
    case 'signature_delta':
      return { block: { ...block, signature: textAt(delta.signature, 'signature') }, input }
    default:
      return { block: { ...block, ...appended(block, delta) }, input }
  }
}

/** What people see of a delta. */
export function visiblePart({ block }: Block, delta: Json): DeltaPart | null {
  switch (delta.type) {
    case 'text_delta':
      return { type: 'text', text: textAt(delta.text, 'text') }
    case 'thinking_delta':
      return { type: 'thinking', text: textAt(delta.thinking, 'thinking') }
    case 'input_json_delta':
      if (block.type !== 'tool_use' || delta.partial_json === '') return null
      return { type: 'call-args', callId: textOf(block.id), text: textAt(delta.partial_json, 'partial_json') }
    default:
      return null
  }
}

/** The block as it is stored: its input parsed, or empty when what was written is no object. */
export function settled({ block, input }: Block): Json {
  return input === null || input === '' ? block : { ...block, input: parseJson(input) ?? {} }
}

/** Whether a call was written to its end. */
export function isWholeCall({ input }: Block): boolean {
  return input !== null && parseJson(input) !== null
}

/** The call of a `tool_use` block, its arguments exactly as written. */
export function toCall({ block, input }: Block): GeneratedCall {
  const args = input === null || input === '' ? JSON.stringify(block.input ?? {}) : input
  return { callId: textOf(block.id), name: textAt(block.name, 'the name of a call'), args }
}

function appended(block: Json, delta: Json): Json {
  const fields = Object.entries(delta).filter(([name]) => name !== 'type')
  return Object.fromEntries(
    fields.map(([name, value]) => [name, typeof value === 'string' ? textOf(block[name]) + value : value]),
  )
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
