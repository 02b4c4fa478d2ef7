import type { Answer, AnswerCall, Rendered } from './answer.ts'
import { pieces } from './answer.ts'

type Json = Readonly<Record<string, unknown>>

/** An answer as the server-sent events of POST /v1/responses; the last one is terminal. */
export function responsesFrames(answer: Answer): Rendered {
  const stream = new ResponsesStream(answer)
  stream.response('response.created', { status: 'in_progress' })
  stream.response('response.in_progress', { status: 'in_progress' })
  if (answer.thinking !== '') writeReasoning(stream, answer)
  if (answer.unknownEvent) stream.event('response.hologram.delta', { hologram: 'unheard of' })
  if (answer.unknownItem) {
    stream.item({ id: `holo_${answer.index}`, type: 'hologram_call', status: 'completed', beam: { power: 9 } }, {})
  }
  if (answer.text !== '' || answer.stop === 'refusal') writeMessage(stream, answer)
  for (const call of answer.calls) writeCall(stream, call, answer)
  writeTerminal(stream, answer)
  const signed = stream.output.flatMap((item) => identities(item).map((id) => [id, withoutMarks(item)] as const))
  return { frames: stream.frames, signed }
}

/** What an item that comes back is known by. */
export function identities(item: Json): readonly string[] {
  return [item.id, item.call_id, item.encrypted_content].filter((id) => typeof id === 'string')
}

/** An item's exact JSON but for `id` and `status`, which a client of an unstored response may leave out. */
export function withoutMarks({ id: _id, status: _status, ...item }: Json): string {
  return JSON.stringify(item)
}

class ResponsesStream {
  readonly frames: string[] = []
  readonly output: Json[] = []
  private sequence = 0
  private readonly answer: Answer

  constructor(answer: Answer) {
    this.answer = answer
  }

  get outputIndex(): number {
    return this.output.length
  }

  event(type: string, fields: Json): void {
    const data = JSON.stringify({ type, ...fields, sequence_number: this.sequence })
    this.frames.push(`event: ${type}\ndata: ${data}\n\n`)
    this.sequence += 1
  }

  /** An event that carries the response object. */
  response(type: string, fields: Json): void {
    this.event(type, {
      response: {
        id: `resp_${this.answer.index}`,
        object: 'response',
        created_at: 1_760_000_000,
        error: null,
        incomplete_details: null,
        model: this.answer.model,
        output: this.output,
        parallel_tool_calls: true,
        usage: null,
        ...fields,
      },
    })
  }

  /** Adds an item: `started` is what differs while it is under way; `between` streams it. */
  item(item: Json, started: Json, between: (at: { item_id: unknown; output_index: number }) => void = () => {}): void {
    const output_index = this.outputIndex
    const empty = 'status' in item ? { ...item, status: 'in_progress', ...started } : { ...item, ...started }
    this.event('response.output_item.added', { output_index, item: empty })
    between({ item_id: item.id, output_index })
    this.event('response.output_item.done', { output_index, item })
    this.output.push(item)
  }
}

function writeReasoning(stream: ResponsesStream, answer: Answer): void {
  const part = { type: 'summary_text', text: answer.thinking }
  const encrypted_content = Buffer.from(`encrypted:${answer.index}:${answer.thinking}`).toString('base64')
  const item = { id: `rs_${answer.index}`, type: 'reasoning', encrypted_content, summary: [part] }
  stream.item(item, { summary: [], encrypted_content: '' }, (at) => {
    const place = { ...at, summary_index: 0 }
    const prefix = 'response.reasoning_summary'
    stream.event(`${prefix}_part.added`, { ...place, part: { type: 'summary_text', text: '' } })
    for (const delta of pieces(answer.thinking, answer.deltaChars)) {
      stream.event(`${prefix}_text.delta`, { ...place, delta })
    }
    stream.event(`${prefix}_text.done`, { ...place, text: answer.thinking })
    stream.event(`${prefix}_part.done`, { ...place, part })
  })
}

function writeMessage(stream: ResponsesStream, answer: Answer): void {
  const refused = answer.stop === 'refusal'
  const text = answer.text === '' ? 'I cannot help with that.' : answer.text
  const part = refused
    ? { type: 'refusal', refusal: text }
    : { type: 'output_text', annotations: [], logprobs: [], text }
  const empty = refused ? { ...part, refusal: '' } : { ...part, text: '' }
  const item = {
    id: `msg_${answer.index}`,
    type: 'message',
    status: answer.stop === 'max-output' && answer.calls.length === 0 ? 'incomplete' : 'completed',
    content: [part],
    role: 'assistant',
  }
  stream.item(item, { content: [] }, (at) => {
    const place = { ...at, content_index: 0 }
    const kind = refused ? 'refusal' : 'output_text'
    const logprobs = refused ? {} : { logprobs: [] }
    stream.event('response.content_part.added', { ...place, part: empty })
    for (const delta of pieces(text, answer.deltaChars)) {
      stream.event(`response.${kind}.delta`, { ...place, delta, ...logprobs })
    }
    stream.event(`response.${kind}.done`, { ...place, ...(refused ? { refusal: text } : { text, logprobs: [] }) })
    stream.event('response.content_part.done', { ...place, part })
  })
}

function writeCall(stream: ResponsesStream, call: AnswerCall, answer: Answer): void {
  const [kind, field, event] = call.custom
    ? (['custom_tool_call', 'input', 'custom_tool_call_input'] as const)
    : (['function_call', 'arguments', 'function_call_arguments'] as const)
  const cut = answer.stop === 'max-output' && call === answer.calls.at(-1)
  const item = {
    id: `${call.custom ? 'ctc' : 'fc'}_${call.callId}`,
    type: kind,
    status: cut ? 'incomplete' : 'completed',
    [field]: call.args,
    call_id: call.callId,
    name: call.name,
  }
  stream.item(item, { [field]: '' }, (at) => {
    for (const delta of pieces(call.args, answer.deltaChars)) stream.event(`response.${event}.delta`, { ...at, delta })
    stream.event(`response.${event}.done`, { ...at, [field]: call.args })
  })
}

function writeTerminal(stream: ResponsesStream, answer: Answer): void {
  const usage = {
    input_tokens: answer.usage.inputTokens,
    input_tokens_details: {
      cached_tokens: answer.usage.cachedInputTokens,
      cache_write_tokens: answer.usage.cacheWriteTokens,
    },
    output_tokens: answer.usage.outputTokens,
    output_tokens_details: { reasoning_tokens: answer.usage.reasoningTokens },
    total_tokens: answer.usage.inputTokens + answer.usage.outputTokens,
  }
  const reason = incompleteReason(answer.stop)
  if (reason === null) stream.response('response.completed', { status: 'completed', usage })
  else stream.response('response.incomplete', { status: 'incomplete', incomplete_details: { reason }, usage })
}

function incompleteReason(stop: Answer['stop']): string | null {
  if (typeof stop === 'object') return stop.raw
  if (stop === 'max-output') return 'max_output_tokens'
  if (stop === 'content-filter') return 'content_filter'
  if (stop === 'pause') throw new Error('Responses has no pause; script another stop')
  return null
}
