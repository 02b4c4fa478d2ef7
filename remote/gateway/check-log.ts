import { byOpId } from '../../core/store/by-op-id.ts'
import { errorMessage } from '../../core/values/errors.ts'
import type { NewSession } from '../../core/ports/session-index.ts'
import type { LogToRestore } from './contract-values.ts'
import { RequestError } from './rpc-error.ts'

/** Ids of work are short; Postgres keeps them in an index, which takes no long ones. */
const longestOpId = 512

/** Refuses a log that no store could have written: a schema does not count. @throws RequestError */
export function checkLog({ entries }: LogToRestore): void {
  for (const [index, { seq, at, opId }] of entries.entries()) {
    if (seq !== index + 1 || !isTime(at))
      throw new RequestError('bad-params', `sessions.restore: entry ${index + 1} has seq ${seq} at ${at}`)
    if (opId.length > longestOpId)
      throw new RequestError(
        'bad-params',
        `sessions.restore: the opId of entry ${index + 1} has ${opId.length} characters`,
      )
  }
  try {
    byOpId(entries)
  } catch (error) {
    throw new RequestError('bad-params', `sessions.restore: ${errorMessage(error)}`)
  }
}

/** Refuses times that are none. @throws RequestError */
export function checkSession({ createdAt, origin }: NewSession): void {
  if (!isTime(createdAt) || !isTime(origin?.seq ?? 0))
    throw new RequestError('bad-params', 'session: createdAt and origin/seq must be whole numbers from 0')
}

function isTime(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
