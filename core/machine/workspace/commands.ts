import type { WorkspaceApplied, WorkspaceMounted } from './events.ts'

/** Makes a tree visible at a path that is free. */
export interface WorkspaceMount extends Omit<WorkspaceMounted, 'kind'> {
  readonly kind: 'workspace.mount'
}

/** Reports that changes were written to the person's disk. */
export interface WorkspaceApply extends Omit<WorkspaceApplied, 'kind'> {
  readonly kind: 'workspace.apply'
}

export type WorkspaceCommand = WorkspaceMount | WorkspaceApply
