import { assertNever } from '../../values/assert-never.ts'
import { accept, reject, type Decision } from '../../values/decision.ts'
import { mountPathProblem, overlap, shownPath } from '../../values/mount-path.ts'
import type { WorkspaceCommand } from './commands.ts'
import type { WorkspaceEvent } from './events.ts'
import type { WorkspaceState } from './state.ts'

/** Answers commands about mounts. */
export function decideWorkspace(workspace: WorkspaceState, command: WorkspaceCommand): Decision<WorkspaceEvent> {
  switch (command.kind) {
    case 'workspace.mount': {
      const problem = mountPathProblem(command.path)
      if (problem !== null) return reject('invalid', `mount path ${shownPath(command.path)}: ${problem}`)
      if (workspace.mounts.some(({ path }) => overlap(path, command.path)))
        return reject('duplicate', `something is mounted at ${command.path} already: choose another path`)
      return accept({ ...command, kind: 'workspace.mounted' })
    }
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
