import { hostname } from 'node:os'
import type { SessionSummary } from '../../core/ports/session-index.ts'
import type { Store } from '../../core/ports/store.ts'
import { UsageError } from '../errors.ts'
import { readState } from '../open-store.ts'
import { commandLine } from '../remote/typed-remote.ts'
import { otherMachine } from '../workspace/other-machine.ts'
import { thisMachine } from '../workspace/this-machine.ts'

/** How many sessions of a directory's path are looked at for one of this machine. */
const lookedAt = 50

/**
 * The newest session of a directory. Of a server's, which name it by its path alone, one that is known to be of another
 * machine is of another directory. @throws UsageError when there is none
 */
export async function lastSession(store: Store, directory: string): Promise<SessionSummary> {
  const machine = thisMachine(store)
  const sessions = await store.sessions.list({ directory, limit: machine === null ? 1 : lookedAt })
  let away: string | null = null
  for (const session of sessions) {
    if (machine === null) return session
    const other = otherMachine((await readState(store, session.id)).workspace.mounts, machine)
    if (other === null) return session
    away ??= `; ${session.id} is of that path on ${other}, and its id names it`
  }
  const where = away === null ? directory : `${directory} on ${hostname()}`
  throw new UsageError(
    `no session was started in ${where} yet${away ?? ''}; ${commandLine('sessions list --all')} shows those of other directories`,
  )
}
