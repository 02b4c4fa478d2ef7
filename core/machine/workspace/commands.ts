import type { WorkspaceApplied, WorkspaceCopied, WorkspaceMounted } from './events.ts'

/** Makes a tree visible at a path that is free. */
export interface WorkspaceMount extends Omit<WorkspaceMounted, 'kind'> {
  readonly kind: 'workspace.mount'
}

/** Reports that changes were written to the person's disk. */
export interface WorkspaceApply extends Omit<WorkspaceApplied, 'kind'> {
  readonly kind: 'workspace.apply'
}

/** Reports that changes were written to a directory that was not mounted. */
export interface WorkspaceCopy extends Omit<WorkspaceCopied, 'kind'> {
  readonly kind: 'workspace.copy'
}

export type WorkspaceCommand = WorkspaceMount | WorkspaceApply | WorkspaceCopy
