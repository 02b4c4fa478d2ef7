import type { ItemKind } from '../machine/context/events.ts'
import { LightspeedError } from '../values/errors.ts'
import type { ApiKind, Effort, ModelErrorCode, StopReason, Usage } from '../values/model-facts.ts'
import type { DeltaPart } from './deltas.ts'
import type { ToolSpec } from './tool.ts'

/** An item in the provider's own JSON, stored and resent verbatim. */
export type NativeItem = { readonly [key: string]: unknown }

/** What a request is built from: a pure function of the log. */
export interface ModelRequest {
  readonly model: string
  readonly effort: Effort | null
  readonly instructions: string
  readonly tools: readonly ToolSpec[]
  readonly items: readonly NativeItem[]
  /** Stable per session; OpenAI's `prompt_cache_key`. */
  readonly cacheKey: string
  /** Upper bound for this answer; null lets the adapter choose. */
  readonly maxOutputTokens: number | null
}

/** A call the model asked for. */
export interface GeneratedCall {
  readonly callId: string
  readonly name: string
  /** Exactly as written by the model: JSON text, or freeform for a grammar tool. */
  readonly args: string
}

/** A generated item and what it is, in the order the provider gave them. */
export interface GeneratedItem {
  readonly kind: ItemKind
  readonly item: NativeItem
}

/** A whole answer. A partial one is never returned. */
export interface Generation {
  readonly items: readonly GeneratedItem[]
  readonly calls: readonly GeneratedCall[]
  readonly stop: StopReason
  readonly usage: Usage
  /** Set when the provider did not say what the answer took. */
  readonly isLowerBound?: true
  /** Visible text, for people and `run`'s answer. */
  readonly text: string
}

/** What images may be; every wire format takes these. */
export type ImageType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp'

/** An image as a person gives it. */
export interface InputImage {
  readonly type: ImageType
  readonly base64: string
}

/** A call and its outcome, to be said to the model. */
export interface ToolResultText {
  readonly callId: string
  readonly name: string
  readonly text: string
  readonly isError: boolean
}

/** How a stored item reads to a person. */
export type ItemView =
  | { readonly type: 'text'; readonly role: 'user' | 'assistant'; readonly text: string }
  | { readonly type: 'thinking'; readonly text: string }
  | { readonly type: 'call'; readonly callId: string; readonly name: string; readonly args: string }
  | { readonly type: 'result'; readonly callId: string; readonly text: string }
  /** An image that the person gave; `label` says what it is: `image/png, 12 kB`. */
  | { readonly type: 'image'; readonly label: string }
  | { readonly type: 'other'; readonly label: string }

/** The pure half of an adapter: translation only, no I/O. */
export interface ModelFormat {
  readonly api: ApiKind
  /** A user-role item holding text, and images. */
  userItem(text: string, images?: readonly InputImage[]): NativeItem
  /** The item that answers one call; `spec` tells function from freeform tools, null if unknown. */
  toolResultItem(result: ToolResultText, spec: ToolSpec | null): NativeItem
  /** The request body as sent. Equal prefixes of items give equal prefixes of its item list. */
  requestBody(request: ModelRequest): Record<string, unknown>
  view(item: NativeItem): readonly ItemView[]
}

/** A provider that answers requests over one wire format. */
export interface Model {
  readonly format: ModelFormat
  /**
   * One attempt, no retries. `onUsage` hears what is billed for it at least, anew whenever more is known; null when
   * nothing is. @throws ModelError
   */
  generate(
    request: ModelRequest,
    onDelta: (part: DeltaPart) => void,
    signal: AbortSignal,
    onUsage?: (usage: Usage | null) => void,
  ): Promise<Generation>
}

/** Facts that a retry decision needs. */
export interface ModelFailure {
  /** HTTP status; null when there was no response. */
  readonly status: number | null
  readonly retryable: boolean
  /** From Retry-After, already in ms. */
  readonly retryAfterMs: number | null
}

/** A model call that gave no whole answer. */
export class ModelError extends LightspeedError {
  constructor(
    override readonly code: ModelErrorCode,
    message: string,
    readonly failure: ModelFailure,
  ) {
    super(message)
  }
}
