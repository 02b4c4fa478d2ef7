import type { BlobRef } from '../../values/blob-ref.ts'

/** One tree that the agent sees, its base and its head. */
export interface Mount {
  /** Absolute path inside the workspace. */
  readonly path: string
  /** As it was mounted: what a directory begins at that nothing was written to. */
  readonly mountedRef: BlobRef
  /** What the mounted directory shares with the workspace. */
  readonly baseRef: BlobRef
  readonly headRef: BlobRef
  readonly readOnly: boolean
  /** Absolute directory on the person's disk, when there is one. */
  readonly source: string | null
  /** Name of the machine whose directory `source` is, where that is known. */
  readonly host?: string
  /** Ignore rules from around what was mounted; absent for none. */
  readonly ignoreRef?: BlobRef
  /** Other directories that changes were written to, the latest last; absent for none. */
  readonly copies?: readonly WorkspaceCopy[]
}

/** A directory besides the mounted one, and what it shares with the workspace. */
export interface WorkspaceCopy {
  readonly host: string
  readonly directory: string
  readonly baseRef: BlobRef
}

/** Mounts in their order; relative paths start at the first. */
export interface WorkspaceState {
  readonly mounts: readonly Mount[]
}

export const initialWorkspace: WorkspaceState = { mounts: [] }
