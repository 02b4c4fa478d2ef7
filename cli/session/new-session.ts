import type { SessionCreate } from '../../core/machine/session/commands.ts'
import type { Toolset } from '../../core/ports/tool.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { PlacedMount } from '../args/place-mounts.ts'

/** What the model of a session is. */
type SessionModel = Pick<SessionCreate, 'api' | 'provider' | 'model' | 'effort' | 'dialect' | 'windowTokens'>

/** A mount and the tree it starts as. */
export interface MountedTree extends Omit<PlacedMount, 'source'> {
  /** Null for a workspace that comes from no directory. */
  readonly source: string | null
  readonly root: BlobRef
  /** Ignore rules from around the directory; null for none. */
  readonly ignoreRef: BlobRef | null
}

/** A session to be. */
export interface NewSessionFacts {
  readonly id: SessionId
  readonly directory: string
  readonly name: string | null
  /** First line of the first prompt. */
  readonly title: string
  readonly model: SessionModel
  readonly mounts: readonly MountedTree[]
  readonly toolset: Pick<Toolset, 'specs'>
  /** Whether commands can be run. */
  readonly shell: boolean
}
