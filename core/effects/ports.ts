import type { Clock } from '../ports/clock.ts'
import type { Deltas } from '../ports/deltas.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Models } from '../ports/models.ts'
import type { Shell } from '../ports/shell.ts'
import type { Toolset } from '../ports/tool.ts'
import type { SessionId } from '../values/ids.ts'
import type { Dialect } from '../values/model-facts.ts'
import type { BlobRef } from '../values/blob-ref.ts'

/** The tools of one session: they differ by dialect and by what its sandbox allows. */
export type ToolsetFor = (session: SessionId, dialect: Dialect) => Promise<Toolset>

/** Where a person's commands run in one session. */
export type ShellFor = (session: SessionId) => Promise<Shell>

/** What effects reach the world through. */
export interface EffectPorts {
  readonly blobs: BlobStore
  readonly models: Models
  readonly toolset: ToolsetFor
  readonly shell: ShellFor
  readonly deltas: Deltas
  readonly clock: Clock
  /** The address of bytes. */
  readonly hash: (bytes: Uint8Array) => BlobRef
}
