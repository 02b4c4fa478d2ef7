import type { BlobRef } from '../values/blob-ref.ts'
import type { BlobStage } from './tool.ts'

/** A file that could not be taken into a snapshot, and why. */
export interface SkippedPath {
  readonly path: string
  readonly reason: string
}

/** What a directory holds now. */
export interface Captured {
  readonly root: BlobRef
  /** Paths relative to the directory that differ from the last checkout or capture. */
  readonly changed: readonly string[]
  readonly skipped: readonly SkippedPath[]
}

/**
 * Keeps a real directory and a tree in step, by difference both ways. Joins `sandbox`, which
 * runs commands in directories, with `vfs`, which knows trees; neither imports the other. `ignoreRef` names the rules
 * from around what was mounted.
 */
export interface TreeSync {
  /** Makes the directory hold the tree. Ignored files that commands left there stay. @throws the reason of the signal */
  checkout(directory: string, root: BlobRef, blobs: BlobStage, signal: AbortSignal, ignoreRef?: BlobRef): Promise<void>
  /**
   * Snapshots the directory after `checkout`; unchanged files cost one stat. What is ended by the signal counts as not
   * begun: the next one sees the same changes. @throws the reason of the signal
   */
  capture(directory: string, blobs: BlobStage, signal: AbortSignal, ignoreRef?: BlobRef): Promise<Captured>
}
