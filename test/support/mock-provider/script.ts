import type { StopReason, Usage } from '../../../core/values/model-facts.ts'

/** A wire format, by the path that serves it. */
export type Wire = 'openai-responses' | 'anthropic-messages' | 'openai-chat'

/** A call the scripted model makes. */
export interface ScriptedCall {
  readonly name: string
  /** An object is sent as JSON; a string exactly as it stands, valid JSON or not. */
  readonly args: Readonly<Record<string, unknown>> | string
  /** Freeform input (`custom_tool_call`); Responses only. */
  readonly custom?: boolean
  /** Default: `call_<answer>_<n>`, so a repeated request gets the same ids. */
  readonly callId?: string
}

/** Where a stream is cut; a number counts bytes of the body. `mid-json`: inside the last delta's JSON. */
export type CutPoint = 'before-headers' | 'after-headers' | 'mid-stream' | 'mid-json' | 'before-terminal' | number

/** What goes wrong. The content beside it is rendered first and then damaged. */
export type Fault =
  /** An HTTP error with the provider's own body. `retryAfter` is the header verbatim. */
  | {
      readonly type: 'status'
      readonly status: number
      readonly retryAfter?: string
      readonly quota?: boolean
      readonly body?: unknown
    }
  /** `reset`: RST; `close`: FIN inside the chunked body; `end`: a proper end too early; `stall`: silence. */
  | {
      readonly type: 'cut'
      readonly at: CutPoint
      readonly how?: 'reset' | 'close' | 'end' | 'stall'
      /** Of a stall: an SSE comment this often. */
      readonly commentEveryMs?: number
    }
  /** The provider's own words for a window that is full; `stream`: after a 200. */
  | { readonly type: 'context-overflow'; readonly during?: 'request' | 'stream' }
  /** An error after 200, in the middle. `response-failed` is the other shape that Responses has. */
  | {
      readonly type: 'stream-error'
      readonly error: 'overloaded' | 'server' | 'rate-limit'
      readonly shape?: 'error-event' | 'response-failed'
    }
  /** Raw text put between two frames in the middle of the stream. */
  | { readonly type: 'garbage'; readonly text: string }

/** One scripted answer. Items come in the order thinking, unknown item, text, calls. */
export interface Reply {
  readonly thinking?: string
  readonly text?: string
  readonly calls?: readonly ScriptedCall[]
  /** Default: `tool-calls` when there are calls, else `end`. `raw` sends words nobody has mapped. */
  readonly stop?: StopReason | { readonly raw: string }
  /** Default: estimated from bytes, the prefix shared with the previous request counted as cached. */
  readonly usage?: Partial<Usage>
  /** Characters in each delta; default 24. */
  readonly deltaChars?: number
  /** Wait before the first byte. */
  readonly startDelayMs?: number
  /** Nothing is sent before this resolves. */
  readonly startsAfter?: Promise<unknown>
  /** The second half of the frames waits for this. */
  readonly goesOnAfter?: Promise<unknown>
  /** One frame at a time with this pause; without it the whole answer is one write. */
  readonly chunkDelayMs?: number
  /** One frame at a time, all of them spread evenly over so long by the clock, however late a timer is. */
  readonly spreadMs?: number
  /** Cut the stream into writes of this many bytes (splits UTF-8 and frames). */
  readonly chunkBytes?: number
  /** Line ends of the stream; default `lf`. */
  readonly framing?: 'lf' | 'crlf' | 'cr' | 'bom'
  /** An item (Responses), block (Messages) or delta field (Chat) of a type nobody knows. */
  readonly unknownItem?: boolean
  /** A stream event of a type nobody knows. */
  readonly unknownEvent?: boolean
  readonly fault?: Fault
}

/** What a script may look at to choose its reply. */
export interface ScriptTurn {
  readonly wire: Wire
  /** Parsed request body. */
  readonly body: Readonly<Record<string, unknown>>
  /** `prompt_cache_key`, else `metadata.user_id`, else the first user text. */
  readonly session: string
  /** Answers already in the window: a repeated request has the same index. */
  readonly index: number
  /** Earlier requests of this session with the same index. */
  readonly attempt: number
  /** Earlier requests of this session. */
  readonly count: number
  /** The newest user text of the window. */
  readonly userText: string
  /** Results that stand at the end of the window, in order. */
  readonly results: readonly { readonly callId: string; readonly text: string }[]
}

/**
 * A function, or a list by `index`; an inner list is by `attempt`, its last entry repeats.
 * A request beyond the list is a violation.
 */
export type Script = ((turn: ScriptTurn) => Reply) | readonly (Reply | readonly Reply[])[]

/** Chooses the reply of a turn; null when a list has none. */
export function replyFor(script: Script, turn: ScriptTurn): Reply | null {
  if (typeof script === 'function') return script(turn)
  const entry = script[turn.index]
  if (entry === undefined) return null
  if (!isList(entry)) return entry
  return entry[Math.min(turn.attempt, entry.length - 1)] ?? null
}

function isList(entry: Reply | readonly Reply[]): entry is readonly Reply[] {
  return Array.isArray(entry)
}
