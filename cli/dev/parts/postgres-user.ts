import { execFileSync } from 'node:child_process'
import { FailedError } from '../../errors.ts'
import type { RunAs } from '../part.ts'

/** Whom packages of Postgres make for it, and whom every system has. */
const names = ['postgres', 'nobody']

/** Whom Postgres is run as: it refuses to be root. Null: as the person. @throws FailedError */
export function postgresUser(): RunAs | null {
  if (process.geteuid?.() !== 0) return null
  for (const name of names) {
    const uid = idOf('-u', name)
    const gid = idOf('-g', name)
    if (uid !== null && gid !== null) return { uid, gid }
  }
  throw new FailedError('dev-failed', `Postgres cannot be run as root, and there is no user ${names.join(' or ')}`)
}

function idOf(what: '-u' | '-g', name: string): number | null {
  try {
    return Number(execFileSync('id', [what, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  } catch {
    return null
  }
}
