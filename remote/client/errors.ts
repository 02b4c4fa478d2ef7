import { LightspeedError } from '../../core/values/errors.ts'

/** Nobody answers at the address, or not for as long as we wait. */
export class RemoteUnreachableError extends LightspeedError {
  readonly code = 'remote-unreachable'
  constructor(
    url: string,
    reason: string,
    cause?: unknown,
    /** Why it will not without somebody doing something: asking again is of no use. */
    readonly lasting: string | null = null,
  ) {
    super(
      lasting === null
        ? `the gateway at ${url} does not answer (${reason}): check the address and your network, and try again`
        : `no gateway is reached at ${url}: ${lasting}`,
    )
    this.cause = cause
  }
}

/** An address that cannot be one; `fault` is of address-fault.ts. */
export class RemoteAddressError extends LightspeedError {
  readonly code = 'remote-address'
  constructor(fault: string) {
    super(`what was given ${fault}`)
  }
}

/** A key that no header can carry; it is not said, for all but one character of it may be right. */
export class RemoteKeyTextError extends LightspeedError {
  readonly code = 'remote-key'
  constructor(url: string) {
    super(`the key for ${url} is none: an API key is one word without line breaks, spaces or special characters`)
  }
}

/** The gateway does not take our key. */
export class RemoteKeyError extends LightspeedError {
  readonly code = 'remote-key'
  constructor(url: string) {
    super(
      `the gateway at ${url} does not take this key: it is wrong or was revoked; ask whoever runs it for another one`,
    )
  }
}

/** The two do not speak one contract. */
export class RemoteVersionError extends LightspeedError {
  readonly code = 'remote-version'
  constructor(url: string, theirs: { readonly contract: number; readonly version: string }, ours: number) {
    super(
      `the gateway at ${url} (lightspeed ${theirs.version}) speaks contract ${theirs.contract}, this lightspeed ${ours}: ` +
        (theirs.contract > ours ? 'upgrade lightspeed here' : 'have the gateway upgraded, or use an older lightspeed'),
    )
  }
}

/** Something answers that is no gateway. */
export class NoGatewayError extends LightspeedError {
  readonly code = 'remote-no-gateway'
  constructor(url: string, found: string) {
    super(`what answers at ${url} is no lightspeed gateway (${found}): check the address`)
  }
}

/** What a worker does and no client. */
export class ForWorkersError extends LightspeedError {
  readonly code = 'remote-for-workers'
  constructor(what: string) {
    super(
      `${what} is done by workers beside the gateway, never from here: this is a defect of lightspeed, please report it`,
    )
  }
}

/** Workers cannot go on with a session. */
export class StuckSessionError extends LightspeedError {
  override readonly code: string
  constructor(session: string, { code, message }: { readonly code: string; readonly message: string }) {
    super(`the server cannot go on with session ${session}, and tries again every few seconds: ${message}`)
    this.code = code
  }
}

/** What the log of the gateway says more of than its answer. */
const logged = new Set(['internal', 'postgres-unreachable', 's3-unreachable', 'store-io', 'store-silent'])

/** Any other refusal, by the code that the gateway gave; `request` is its name in the log there. */
export class RemoteError extends LightspeedError {
  constructor(
    override readonly code: string,
    message: string,
    readonly request: string | null = null,
  ) {
    super(request !== null && logged.has(code) ? `${message} (request ${request})` : message)
  }
}
