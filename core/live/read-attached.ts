import type { Attached } from '../ports/presence.ts'
import { isObject } from '../values/is-object.ts'

/** Characters of each text that somebody says of themselves. */
const longestText = 256

/** A member as it is told from machine to machine, without what else may be there; null for anything else. */
export function readAttached(value: unknown): Attached | null {
  if (!isObject(value)) return null
  const { id, host, pid, startedAt, terminal, since } = value
  if (typeof id !== 'string' || !/^[A-Za-z0-9-]{1,64}$/.test(id)) return null
  if (!isText(host) || !isText(startedAt) || (terminal !== null && !isText(terminal))) return null
  if (!isCount(pid) || !isCount(since)) return null
  return { id, host, pid, startedAt, terminal, since }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestText
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
