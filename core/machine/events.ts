import type { ContextEvent } from './context/events.ts'
import type { RunEvent } from './run/events.ts'
import type { SessionEvent } from './session/events.ts'
import type { ShellEvent } from './shell/events.ts'
import type { ToolEvent } from './tool/events.ts'
import type { TurnEvent } from './turn/events.ts'
import type { WorkspaceEvent } from './workspace/events.ts'

/** Every fact a session can record. */
export type Event = SessionEvent | RunEvent | TurnEvent | ContextEvent | ToolEvent | ShellEvent | WorkspaceEvent

export type EventKind = Event['kind']
