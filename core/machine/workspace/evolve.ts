import { assertNever } from '../../values/assert-never.ts'
import type { ShellState } from '../shell/state.ts'
import type { ToolState } from '../tool/state.ts'
import type { WorkspaceEvent } from './events.ts'
import type { Mount, WorkspaceCopy, WorkspaceState } from './state.ts'

/** Folds one fact into the heads. A head moves only for work that still waits for its result. */
export function evolveWorkspace(
  workspace: WorkspaceState,
  event: WorkspaceEvent,
  tool: ToolState,
  shell: ShellState,
): WorkspaceState {
  switch (event.kind) {
    case 'workspace.mounted': {
      const { path, baseRef, readOnly, source, host, ignoreRef } = event
      const refs = { mountedRef: baseRef, baseRef, headRef: baseRef }
      const known = { ...(host !== undefined && { host }), ...(ignoreRef !== undefined && { ignoreRef }) }
      const mount = { path, ...refs, readOnly, source, ...known }
      return { mounts: [...workspace.mounts, mount] }
    }
    case 'workspace.advanced': {
      const isCall = tool.calls.some(({ opId, phase }) => opId === event.call && phase !== 'finished')
      if (!isCall && shell.active?.opId !== event.call) return workspace
      return change(workspace, event.path, (mount) => ({ ...mount, headRef: event.headRef }))
    }
    case 'workspace.applied':
      return change(workspace, event.path, (mount) => ({ ...mount, baseRef: event.baseRef }))
    case 'workspace.copied': {
      const { host, directory, baseRef } = event
      const isOther = (copy: WorkspaceCopy): boolean => copy.host !== host || copy.directory !== directory
      return change(workspace, event.path, ({ copies = [], ...mount }) => ({
        ...mount,
        copies: [...copies.filter(isOther), { host, directory, baseRef }],
      }))
    }
    default:
      return assertNever(event)
  }
}

/** The session went to another machine, where the directories are others. */
export function forgetSources(workspace: WorkspaceState): WorkspaceState {
  return {
    mounts: workspace.mounts.map(({ host: _host, copies: _copies, ...mount }) => ({ ...mount, source: null })),
  }
}

function change(workspace: WorkspaceState, path: string, update: (mount: Mount) => Mount): WorkspaceState {
  return { mounts: workspace.mounts.map((mount) => (mount.path === path ? update(mount) : mount)) }
}
