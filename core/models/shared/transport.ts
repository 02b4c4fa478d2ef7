import type { ModelError } from '../../ports/model.ts'
import { errorMessage } from '../../values/errors.ts'
import { failure } from './failure.ts'
import { oneLine } from './fault.ts'
import { isJson, textOf } from './json.ts'

/** The typed error for what was thrown on the way to a provider or back. */
export function transportError(thrown: unknown): ModelError {
  const causes = chain(thrown)
  const codes = causes.map((cause) => (isJson(cause) ? textOf(cause.code) : ''))
  const messages = causes.map((cause) => oneLine(errorMessage(cause)))
  const text = messages.find((message) => !vague.test(message)) ?? messages[0] ?? ''
  if (codes.some((code) => certificate.test(code))) {
    const todo = 'check the base URL, the clock and NODE_EXTRA_CA_CERTS'
    return failure('network', `no trusted connection to the provider: ${text}; ${todo}`, { retryable: false })
  }
  if (codes.some((code) => address.test(code)) || /base URL/.test(text)) {
    return failure('bad-request', `the address of the provider cannot be used: ${text}`)
  }
  if (codes.some((code) => /^response-(too-large|compressed)$/.test(code)))
    return failure('malformed-response', text, { retryable: false })
  if (causes.some((cause) => cause instanceof SyntaxError)) {
    return failure('malformed-response', `the provider sent JSON that does not parse: ${text}`)
  }
  if (codes.some((code) => /TIMEDOUT|TIMEOUT/.test(code)) || messages.some((message) => late.test(message))) {
    return failure('timeout', `the provider did not answer in time: ${text}`)
  }
  if (codes.some((code) => connection.test(code)) || messages.some((message) => vague.test(message))) {
    return failure('network', `the connection to the provider failed: ${text}`)
  }
  return failure('internal', `calling the provider failed in an unforeseen way: ${text}`)
}

const certificate = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO$)/
const address = /^(ERR_INVALID_URL|ERR_INVALID_PROTOCOL|redirected|proxy-unsupported)$/
const connection = /^(ECONN|EPIPE|ENOTFOUND|EAI_|ENET|EHOST|EADDR|ERR_STREAM_PREMATURE_CLOSE|HPE_|UND_ERR_)/
const late = /timed? ?out/i
/** Messages that only say that something went wrong with a connection. */
const vague =
  /^(connection error|fetch failed|socket hang up|terminated|premature close|request (was aborted|timed out))/i

/** An error and what caused it, outermost first. */
function chain(thrown: unknown): readonly unknown[] {
  const causes: unknown[] = []
  for (let cause = thrown; cause !== undefined && cause !== null && causes.length < 8;) {
    causes.push(cause)
    cause = isJson(cause) ? cause.cause : undefined
  }
  return causes
}
