import type { StopReason, Usage } from '../../../core/values/model-facts.ts'
import type { Reply, ScriptTurn } from './script.ts'

/** A call with everything filled in. */
export interface AnswerCall {
  readonly callId: string
  readonly name: string
  readonly args: string
  readonly custom: boolean
}

/** A reply with its defaults filled in, ready to be rendered on a wire. */
export interface Answer {
  readonly index: number
  readonly model: string
  readonly thinking: string
  readonly text: string
  readonly calls: readonly AnswerCall[]
  readonly stop: StopReason | { readonly raw: string }
  readonly usage: Usage
  readonly deltaChars: number
  readonly unknownItem: boolean
  readonly unknownEvent: boolean
}

/** The events of an answer, and what must come back unchanged: [id or signature, exact JSON or text]. */
export interface Rendered {
  readonly frames: readonly string[]
  readonly signed: readonly (readonly [key: string, value: string])[]
}

/** Fills in what a reply leaves out. `cachedBytes`: prefix shared with the session's previous request. */
export function toAnswer(reply: Reply, turn: ScriptTurn, bodyBytes: number, cachedBytes: number): Answer {
  const calls = (reply.calls ?? []).map((call, n) => ({
    callId: call.callId ?? `${turn.wire === 'anthropic-messages' ? 'toolu' : 'call'}_${turn.index}_${n}`,
    name: call.name,
    args: typeof call.args === 'string' ? call.args : JSON.stringify(call.args),
    custom: call.custom ?? false,
  }))
  const thinking = reply.thinking ?? ''
  const text = reply.text ?? ''
  const written = thinking.length + text.length + calls.reduce((sum, call) => sum + call.args.length + 20, 0)
  return {
    index: turn.index,
    model: typeof turn.body.model === 'string' ? turn.body.model : 'mock',
    thinking,
    text,
    calls,
    stop: reply.stop ?? (calls.length > 0 ? 'tool-calls' : 'end'),
    usage: {
      inputTokens: tokens(bodyBytes),
      cachedInputTokens: Math.min(tokens(cachedBytes), tokens(bodyBytes)),
      cacheWriteTokens: 0,
      outputTokens: tokens(written),
      reasoningTokens: tokens(thinking.length),
      ...reply.usage,
    },
    deltaChars: reply.deltaChars ?? 24,
    unknownItem: reply.unknownItem ?? false,
    unknownEvent: reply.unknownEvent ?? false,
  }
}

/** Cuts text into deltas, never inside a surrogate pair. */
export function pieces(text: string, size: number): readonly string[] {
  const parts: string[] = []
  let start = 0
  while (start < text.length) {
    let end = Math.min(start + size, text.length)
    if (end < text.length && isLowSurrogate(text.charCodeAt(end))) end += 1
    parts.push(text.slice(start, end))
    start = end
  }
  return parts
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}

function tokens(bytes: number): number {
  return Math.ceil(bytes / 4)
}
