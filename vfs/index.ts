export type { BlobReader, BlobWriter, EntryContent, EntryKind, TreeEntry } from './tree/entry.ts'
export { PathError, TreeCorruptError, TreeLimitError, type PathErrorCode } from './tree/errors.ts'
export { treeLimits } from './tree/limits.ts'
export { compareNames } from './tree/compare-names.ts'
export { joinPath, nameProblem, splitPath } from './tree/path.ts'
export { decodeTree, encodeTree } from './tree/codec.ts'
export { listDirectory, lookup, readFile, readLink, readTree } from './tree/read.ts'
export { walkTree, type WalkedEntry } from './tree/walk.ts'
export { editTree, type TreeEdits } from './tree/edit.ts'
export {
  emptyTree,
  fileContent,
  linkContent,
  moveEntry,
  removeEntry,
  writeFile,
  writeLink,
  type WriteFileOptions,
} from './tree/write.ts'
export { resolveLinks } from './tree/resolve-links.ts'
export {
  snapshotDirectory,
  defaultMountLimits,
  type MountLimits,
  type Snapshot,
  type SnapshotOptions,
} from './snapshot/snapshot-directory.ts'
export { MountError, type MountErrorCode } from './snapshot/errors.ts'
export { createBlobBuffer, type BlobBuffer } from './snapshot/blob-buffer.ts'
export { outerIgnore } from './snapshot/read-ignore-files.ts'
export { diffTrees, type Change, type ChangeType } from './diff/diff-trees.ts'
export { unifiedDiff } from './diff/unified-diff.ts'
export { isBinary } from './diff/is-binary.ts'
export {
  planApply,
  type ApplyPlan,
  type Conflict,
  type PlanApplyOptions,
  type PlannedChange,
} from './apply/plan-apply.ts'
export { applyChanges, type ApplyOptions, type ApplyResult } from './apply/apply-changes.ts'
export { recoverApply, type RecoveredApply } from './apply/recover-apply.ts'
export { ApplyError, type ApplyErrorCode } from './apply/errors.ts'
export type { ApplyStep } from './apply/perform-apply.ts'
export { createTreeSync, type TreeSyncOptions } from './sync/tree-sync.ts'
