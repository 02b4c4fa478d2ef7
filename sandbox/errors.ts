import { LightspeedError } from '../core/values/errors.ts'

/** Nothing on this machine can confine a command. `how` says what to do. */
export class SandboxUnavailableError extends LightspeedError {
  readonly code = 'sandbox-unavailable'
  constructor(readonly how: string) {
    super(`commands cannot be confined here: ${how}`)
  }
}

/** The confined shell did not come up; the command was not run. */
export class SandboxFailedError extends LightspeedError {
  readonly code = 'sandbox-failed'
  constructor(reason: string) {
    super(`the sandbox did not start: ${reason}`)
  }
}

/** A path that would hide a part of the sandbox, or that commands could lead elsewhere. */
export class MountPathError extends LightspeedError {
  readonly code = 'sandbox-mount-path'
  constructor(
    readonly path: string,
    readonly taken: string,
  ) {
    super(`the sandbox cannot show anything at ${path}, because of ${taken}; choose another path, as /workspace`)
  }
}

/** The sandbox was closed before or while the command ran. */
export class SandboxClosedError extends LightspeedError {
  readonly code = 'sandbox-closed'
  constructor() {
    super('the sandbox of this session is closed')
  }
}
