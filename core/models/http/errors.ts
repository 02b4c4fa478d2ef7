import { LightspeedError } from '../../values/errors.ts'

/** The connection failed before or during the answer; `code` is Node's: ECONNREFUSED, ENOTFOUND, ECONNRESET, ... */
export class ConnectionError extends LightspeedError {
  constructor(
    override readonly code: string,
    message: string,
    cause: unknown,
  ) {
    super(message)
    this.cause = cause
  }
}

/** The provider answered with a redirect, which is never followed: a key must not travel to another place. */
export class RedirectError extends LightspeedError {
  readonly code = 'redirected'
  constructor(
    readonly url: string,
    readonly location: string | null,
  ) {
    super(`${url} redirects to ${location ?? 'nowhere'}; put the final address into the base URL`)
  }
}

/** The answer, or one line of it, is larger than is reasonable; reading stopped. */
export class ResponseTooLargeError extends LightspeedError {
  readonly code = 'response-too-large'
  constructor(
    readonly url: string,
    readonly what: 'line' | 'body',
    readonly limitBytes: number,
  ) {
    super(`${url} sent a ${what} of more than ${limitBytes} bytes; reading stopped`)
  }
}

/** The answer is compressed though that was not asked for; SSE cannot be read from it. */
export class CompressedResponseError extends LightspeedError {
  readonly code = 'response-compressed'
  constructor(
    readonly url: string,
    readonly encoding: string,
  ) {
    super(`${url} answers with ${encoding} compression unasked; the base URL must lead to a server that does not`)
  }
}

/** The environment asks for a proxy that this Node cannot use. */
export class ProxyUnsupportedError extends LightspeedError {
  readonly code = 'proxy-unsupported'
  constructor(readonly variable: string) {
    super(`${variable} is set, but Node ${process.version} has no proxy support; use Node 24.5 or newer, or unset it`)
  }
}
