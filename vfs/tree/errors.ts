import type { BlobRef } from '../../core/values/blob-ref.ts'
import { LightspeedError } from '../../core/values/errors.ts'

/** What is wrong with a path, for callers that branch. */
export type PathErrorCode =
  | 'path-invalid'
  | 'path-missing'
  | 'path-exists'
  | 'path-not-directory'
  | 'path-is-directory'
  | 'path-is-symlink'
  | 'path-link-broken'

/** A path that cannot be used as asked; `path` is relative to the root of the tree. */
export class PathError extends LightspeedError {
  constructor(
    override readonly code: PathErrorCode,
    readonly path: string,
    message: string,
  ) {
    super(message)
  }
}

/** A tree, or one file of it, would grow past a stated limit. */
export class TreeLimitError extends LightspeedError {
  readonly code = 'tree-limit'
  constructor(
    readonly limit: string,
    readonly maximum: number,
    message: string,
  ) {
    super(message)
  }
}

/** A blob that is named as a tree and is not one. */
export class TreeCorruptError extends LightspeedError {
  readonly code = 'tree-corrupt'
  constructor(
    readonly ref: BlobRef,
    readonly why: string,
  ) {
    super(`tree ${ref} cannot be read: ${why}; mount the directory again to rebuild it`)
  }
}
