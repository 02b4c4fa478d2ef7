import { initialContext, type ContextState } from './context/state.ts'
import { initialRun, type RunState } from './run/state.ts'
import { initialSession, type SessionState } from './session/state.ts'
import { initialShell, type ShellState } from './shell/state.ts'
import { initialTool, type ToolState } from './tool/state.ts'
import { initialTurn, type TurnState } from './turn/state.ts'
import { initialWorkspace, type WorkspaceState } from './workspace/state.ts'

/** The fold of one session's log; one part a slice. */
export interface State {
  readonly session: SessionState
  readonly run: RunState
  readonly turn: TurnState
  readonly context: ContextState
  readonly tool: ToolState
  readonly shell: ShellState
  readonly workspace: WorkspaceState
}

/** Raised whenever the shape of `State` changes; older checkpoints are then ignored. */
export const stateVersion = 5

export const initialState: State = {
  session: initialSession,
  run: initialRun,
  turn: initialTurn,
  context: initialContext,
  tool: initialTool,
  shell: initialShell,
  workspace: initialWorkspace,
}
