import { errorCode, errorMessage, LightspeedError } from '../../core/values/errors.ts'
import { PostgresError, PostgresFullError, PostgresUnreachableError } from './errors.ts'

/** What the socket, or the server about to end, says: the same work may succeed on another connection. */
const lostCodes =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT|08...|57P0[1-5]|53300)$/

/** Two transactions in each other's way: one of them runs again. */
const collisionCodes = /^(40001|40P01|55P03)$/

/** Whether the connection, and not the work, is at fault; whether a transaction was committed is not known then. */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof LightspeedError) return false
  const code = errorCode(error)
  if (code !== null) return lostCodes.test(code)
  return /connection (terminated|ended|timeout)|query read timeout|timeout exceeded when trying to connect|client has encountered a connection error|not queryable/i.test(
    errorMessage(error),
  )
}

export function isCollision(error: unknown): boolean {
  return collisionCodes.test(errorCode(error) ?? '')
}

/** A typed error, with what to do about it, for whatever Postgres or its driver threw. Others pass unchanged. */
export function translateError(error: unknown, server: string): unknown {
  if (error instanceof LightspeedError) return error
  if (isConnectionLost(error)) return new PostgresUnreachableError(server, errorMessage(error), error)
  const code = errorCode(error)
  if (code === '53100') return new PostgresFullError(server, error)
  // An SQLSTATE: five letters and digits.
  if (code !== null && /^[0-9A-Z]{5}$/.test(code)) return new PostgresError(server, errorMessage(error), error)
  return error
}
