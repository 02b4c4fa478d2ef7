import type { CommandStatus } from '../../core/ports/inbox.ts'
import type { CommandId } from '../../core/values/ids.ts'
import { newCommandId } from '../session/session-ids.ts'

/** A line on its way into a session's inbox. */
export interface Sending {
  /** What it is called there. */
  readonly command: CommandId
  /** Hears that it is there, and will survive whatever happens. */
  readonly stored: () => void
  /** Whether its writer has it as a draft until then. */
  readonly isDraft: boolean
}

/** A line that nobody keeps. */
export function sendingUnkept(): Sending {
  return { command: newCommandId(), stored: () => undefined, isDraft: false }
}

/** Whether a line is still its writer's: it never came into the inbox, or was refused there. */
export function isUnsent(status: CommandStatus | null): boolean {
  return status === null || status.status === 'rejected'
}
