import type { BlobRef } from '../values/blob-ref.ts'
import type { OpId } from '../values/ids.ts'
import type { EffectClass } from '../values/model-facts.ts'
import type { ToolOutcome } from '../machine/tool/events.ts'

/** How a tool takes its input: JSON by schema, or text by a Lark grammar (OpenAI custom tools). */
export type ToolInput =
  | { readonly type: 'json'; readonly schema: Readonly<Record<string, unknown>> }
  | { readonly type: 'grammar'; readonly lark: string }

/** What the model is told of a tool. Stored in the log: a resumed session sends the same bytes. */
export interface ToolSpec {
  readonly name: string
  readonly description: string
  readonly input: ToolInput
}

/** One mounted tree as a tool sees it. */
export interface MountView {
  /** Absolute path inside the workspace. */
  readonly path: string
  readonly headRef: BlobRef
  readonly readOnly: boolean
  /** Ignore rules from around what was mounted. */
  readonly ignoreRef?: BlobRef
}

/** Stages bytes for the append of the result; nothing is durable before that. */
export interface BlobStage {
  /** Returns at once; readable through `get` of the same stage. */
  put(bytes: Uint8Array): BlobRef
  /** Staged or stored. @throws BlobNotFoundError, BlobCorruptError */
  get(ref: BlobRef): Promise<Uint8Array>
  /** As in `BlobStore`. */
  getMany?(refs: readonly BlobRef[]): Promise<ReadonlyMap<BlobRef, Uint8Array>>
}

/** What a running tool may use. */
export interface ToolContext {
  readonly opId: OpId
  /** Mounts in their order; the first is the working directory of relative paths. */
  readonly mounts: readonly MountView[]
  readonly blobs: BlobStage
  readonly signal: AbortSignal
  /** Live output for whoever watches. */
  readonly onOutput: (text: string) => void
}

/** What a tool says. */
export interface ToolResult {
  /** For the model; shortened later by the registry when too long. */
  readonly text: string
  readonly outcome: ToolOutcome
  /** Of a process. */
  readonly exitCode?: number
  /** New heads, recorded in the same append as this result. */
  readonly moves?: readonly { readonly path: string; readonly headRef: BlobRef }[]
  /** Whole output when `text` is already shortened. */
  readonly outputRef?: BlobRef
}

/** Something the model can ask for. */
export interface Tool {
  readonly spec: ToolSpec
  readonly effectClass: EffectClass
  /**
   * `input` is the parsed JSON object, checked against the spec's schema, or the freeform text.
   * Failures that the model can mend are results with outcome `error`; throwing means a defect.
   */
  run(input: unknown, context: ToolContext): Promise<ToolResult>
}

/** A call as the model wrote it. */
export interface ToolCall {
  readonly name: string
  /** JSON text, or freeform for a grammar tool; valid or not. */
  readonly args: string
}

/** The tools there are now; the log may name others, whose calls get an error as result. */
export interface Toolset {
  readonly specs: readonly ToolSpec[]
  find(name: string): Tool | null
  /** Parses, checks, runs and shortens. Never throws for what the model did. */
  run(call: ToolCall, context: ToolContext): Promise<ToolResult>
}
