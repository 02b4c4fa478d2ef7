import type { SessionIndex, SessionSummary } from '../../core/ports/session-index.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { isValidId } from '../../core/values/ids.ts'
import { UsageError } from '../errors.ts'

/** The newest session of a directory. @throws UsageError when there is none */
export async function lastSession(index: SessionIndex, directory: string): Promise<SessionSummary> {
  const [last] = await index.list({ directory, limit: 1 })
  if (last) return last
  throw new UsageError(
    `no session was started in ${directory} yet; lightspeed sessions list --all shows those of other directories`,
  )
}

/**
 * The session that a person means: its id, its name, or the beginning of its id.
 * @throws UsageError when none or several fit
 */
export async function findSession(index: SessionIndex, wanted: string): Promise<SessionSummary> {
  const exact = isValidId(wanted) ? await index.get(wanted as SessionId) : null
  if (exact) return exact
  const all = await index.list()
  const named = all.filter((session) => session.name === wanted)
  const fitting = named.length > 0 ? named : all.filter((session) => session.id.startsWith(wanted))
  const [only, second] = fitting
  if (!only || wanted === '') throw new UsageError(`no session ${wanted}; see lightspeed sessions list --all`)
  if (second) {
    const ids = fitting.slice(0, 4).map((session) => session.id)
    throw new UsageError(
      `${wanted} fits ${fitting.length} sessions (${ids.join(', ')}${fitting.length > 4 ? ', ...' : ''}); write more of the id`,
    )
  }
  return only
}

/** The session named on the command line, or the last one of the directory. @throws UsageError */
export function sessionOrLast(
  index: SessionIndex,
  wanted: string | undefined,
  directory: string,
): Promise<SessionSummary> {
  return wanted === undefined ? lastSession(index, directory) : findSession(index, wanted)
}
