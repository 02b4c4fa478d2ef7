import type { RunCommand } from './run/commands.ts'
import type { ContextCommand } from './context/commands.ts'
import type { SessionCommand } from './session/commands.ts'
import type { ShellCommand } from './shell/commands.ts'
import type { WorkspaceCommand } from './workspace/commands.ts'

/** Everything that can be asked of a session from outside. Plain data: it travels in the inbox. */
export type Command = SessionCommand | RunCommand | ContextCommand | ShellCommand | WorkspaceCommand
