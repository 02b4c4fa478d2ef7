import type { WaitingShell } from './process/waiting-shell.ts'
import type { Places } from './sync/places.ts'

/** What a backend can do on this machine, for `doctor`. */
export interface SandboxStatus {
  readonly backend: BackendName
  /** Whether commands can run at all. */
  readonly isUsable: boolean
  /** The program that confines, when there is one. */
  readonly program: { readonly path: string; readonly version: string } | null
  /** Of the policy: `full` when every part of it was seen to hold. */
  readonly enforcement: 'full' | 'partial' | 'none'
  /** What was seen to hold. */
  readonly enforced: readonly string[]
  /** What does not hold, or is not limited by this backend. */
  readonly notEnforced: readonly string[]
  /** What to do, when something is missing. */
  readonly how: string | null
}

export type BackendName = 'bubblewrap' | 'none'

/** A way to run commands. */
export interface Backend {
  readonly name: BackendName
  /** Whether a read-only mount cannot be written. */
  readonly guardsReadOnly: boolean
  status(places: Places): Promise<SandboxStatus>
  /** Starts a shell in a world of its own. @throws SandboxUnavailableError, SandboxFailedError, MountPathError */
  launch(places: Places): Promise<WaitingShell>
  /** Where a command starts, as it sees it: the first mount, where there is one. */
  start(places: Places): string
  /** Where a command finds an absolute path of the workspace. */
  locate(path: string, places: Places): string
}
