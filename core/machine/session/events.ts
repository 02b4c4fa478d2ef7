import type { BlobRef } from '../../values/blob-ref.ts'
import type { SessionId } from '../../values/ids.ts'
import type { ApiKind, Dialect, Effort } from '../../values/model-facts.ts'

/** Everything that a request is built from besides its items; fixed when the session starts. */
export interface SessionCreated {
  readonly kind: 'session.created'
  readonly api: ApiKind
  /** Provider name of the catalogue or config: `openai`, `anthropic`, `demo`, ... */
  readonly provider: string
  readonly model: string
  readonly effort: Effort | null
  readonly dialect: Dialect
  /** Context window in tokens, when the catalogue knows it. */
  readonly windowTokens: number | null
  /** UTF-8 system prompt, AGENTS.md included. */
  readonly instructionsRef: BlobRef
  /** JSON array of `ToolSpec` (core/ports/tool.ts). */
  readonly toolsRef: BlobRef
  readonly name: string | null
}

/** The model or its effort changed; the api kind never does. */
export interface SessionConfigured {
  readonly kind: 'session.configured'
  readonly provider: string
  readonly model: string
  readonly effort: Effort | null
  readonly windowTokens: number | null
}

/** The person's name for the session changed. */
export interface SessionRenamed {
  readonly kind: 'session.renamed'
  readonly name: string
}

/** The session began as another one: what stands before this is its history up to `sourceSeq`, blobs and all. */
export interface SessionForked {
  readonly kind: 'session.forked'
  readonly source: SessionId
  /** Last entry that both have. */
  readonly sourceSeq: number
}

/**
 * The session came from another store. Directories that were mounted before this are of another machine, and
 * calls that were left open there do not run here.
 */
export interface SessionImported {
  readonly kind: 'session.imported'
  /** Its id where it came from. */
  readonly source: SessionId
}

export type SessionEvent = SessionCreated | SessionConfigured | SessionRenamed | SessionForked | SessionImported
