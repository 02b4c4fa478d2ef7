import type { BlobRef } from '../../values/blob-ref.ts'
import type { OpId } from '../../values/ids.ts'

/** A tree of files became visible to the agent. */
export interface WorkspaceMounted {
  readonly kind: 'workspace.mounted'
  /** Absolute path inside the workspace: `/workspace`. */
  readonly path: string
  /** Root tree as snapshotted: the base of diff and apply. */
  readonly baseRef: BlobRef
  readonly readOnly: boolean
  /** Absolute directory on the person's disk; null for a workspace that has none. */
  readonly source: string | null
  /** Name of the machine whose directory `source` is; absent in logs that are older than this field. */
  readonly host?: string
  /** Ignore rules from around the directory, by which what commands make is left out; absent for none, and in older logs. */
  readonly ignoreRef?: BlobRef
}

/** A tool or a person's command moved the head; recorded in the same append as its result. */
export interface WorkspaceAdvanced {
  readonly kind: 'workspace.advanced'
  readonly path: string
  readonly headRef: BlobRef
  /** The opId of the call or command that moved it. */
  readonly call: OpId
}

/** Changes were written back to the person's disk; the base is now what both sides share. */
export interface WorkspaceApplied {
  readonly kind: 'workspace.applied'
  readonly path: string
  readonly baseRef: BlobRef
  readonly files: number
  readonly conflicts: number
}

/**
 * Changes were written to another directory than the one that was mounted, from which nothing is taken by that: it is
 * the workspace's directory on its machine from now on, with a base of its own.
 */
export interface WorkspaceCopied extends Omit<WorkspaceApplied, 'kind'> {
  readonly kind: 'workspace.copied'
  /** Name of the machine whose directory it is. */
  readonly host: string
  /** Absolute. */
  readonly directory: string
}

export type WorkspaceEvent = WorkspaceMounted | WorkspaceAdvanced | WorkspaceApplied | WorkspaceCopied
