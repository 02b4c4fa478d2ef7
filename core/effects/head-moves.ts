import type { WorkspaceAdvanced } from '../machine/workspace/events.ts'
import type { ToolResult } from '../ports/tool.ts'
import type { OpId } from '../values/ids.ts'

/** New heads as facts; they are recorded in the same append as the result that they belong to. */
export function headMoves({ moves = [] }: ToolResult, opId: OpId): readonly WorkspaceAdvanced[] {
  return moves.map(({ path, headRef }) => ({ kind: 'workspace.advanced', path, headRef, call: opId }))
}
