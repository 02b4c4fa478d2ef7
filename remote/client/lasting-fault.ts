import { errorCode, errorMessage } from '../../core/values/errors.ts'

/** Of certificates, by OpenSSL and Node. */
const certificateCodes =
  /^(CERT_|ERR_TLS_CERT_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED|INVALID_(CA|PURPOSE)|PATH_LENGTH)/

/** Of what answers in plain text where TLS was spoken to it. */
const plainCodes = /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/

/**
 * Why asking again at an address does not help, by the cause that `fetch` gives, and what may; null for what waiting can mend.
 * Only codes are taken from it: texts of `fetch` repeat what was sent.
 */
export function lastingFault(cause: unknown): string | null {
  const code = errorCode(cause) ?? ''
  if (plainCodes.test(code)) return 'what listens there does not speak TLS; try http:// or another port'
  if (certificateCodes.test(code))
    return `its certificate is not trusted here (${code}); if it should be, give its authority in NODE_EXTRA_CA_CERTS`
  if (code.startsWith('ERR_SSL_')) return `TLS with it fails (${code}); check the address`
  if (cause instanceof Error && cause.name === 'HTTPParserError')
    return 'what answers there does not speak HTTP; try https:// or another port'
  if (cause instanceof Error && errorMessage(cause) === 'bad port')
    return 'its port belongs to another protocol, and HTTP is never spoken to it; have the gateway listen on another one'
  return null
}

/** The same of an answer that has us ask elsewhere, where the key is not sent; null for any other. */
export function redirectFault({ status, headers }: Response, url: string): string | null {
  const location = headers.get('Location')
  if (status < 300 || status > 399 || location === null) return null
  const origin = URL.parse(location, url)?.origin
  const there = origin === undefined || origin === url ? 'another page' : origin
  return `it redirects to ${there}, where the API key is not sent; give the address of the gateway itself`
}
