import { errorCode, errorMessage } from '../../core/values/errors.ts'
import { FailedError } from '../errors.ts'

/** What is said of a gateway that cannot listen. */
export function listenFailed({ port, hostname }: { readonly port: number; readonly hostname: string }) {
  return (error: unknown): never => {
    const failed = (why: string) => new FailedError('cannot-listen', why)
    switch (errorCode(error)) {
      case 'EADDRINUSE':
        throw failed(
          `port ${port} of ${hostname} is taken: another program listens there, perhaps another gateway; end it, or give another port with --port or LIGHTSPEED_LISTEN_PORT`,
        )
      case 'EACCES':
        throw failed(
          `port ${port} may not be taken by this user: give one above 1023 with --port or LIGHTSPEED_LISTEN_PORT`,
        )
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
        throw failed(
          `${hostname} is no address of this machine (${errorMessage(error)}): give another with --host or LIGHTSPEED_LISTEN_HOST`,
        )
      default:
        throw error
    }
  }
}
