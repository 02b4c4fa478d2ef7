import { assertNever } from '../../values/assert-never.ts'
import { accept, reject, type Decision } from '../../values/decision.ts'
import type { WorkspaceCommand } from './commands.ts'
import type { WorkspaceEvent } from './events.ts'
import type { WorkspaceState } from './state.ts'

const pathPattern = /^(\/[^/\0]+)+$/

/** Answers commands about mounts. */
export function decideWorkspace(workspace: WorkspaceState, command: WorkspaceCommand): Decision<WorkspaceEvent> {
  const mounted = workspace.mounts.some(({ path }) => overlaps(path, command.path))
  switch (command.kind) {
    case 'workspace.mount':
      if (!isMountPath(command.path))
        return reject('invalid', `a mount path is absolute and names a directory, as /workspace: not ${command.path}`)
      if (mounted) return reject('duplicate', `something is mounted at ${command.path} already: choose another path`)
      return accept({ ...command, kind: 'workspace.mounted' })
    case 'workspace.apply':
      return refuseUnknown(workspace, command.path) ?? accept({ ...command, kind: 'workspace.applied' })
    case 'workspace.copy':
      return refuseUnknown(workspace, command.path) ?? accept({ ...command, kind: 'workspace.copied' })
    default:
      return assertNever(command)
  }
}

function refuseUnknown(workspace: WorkspaceState, mountPath: string): Decision<never> | null {
  if (workspace.mounts.some(({ path }) => path === mountPath)) return null
  return reject('unknown-mount', `nothing is mounted at ${mountPath}`)
}

function isMountPath(path: string): boolean {
  return pathPattern.test(path) && !path.split('/').some((part) => part === '.' || part === '..')
}

function overlaps(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`)
}
