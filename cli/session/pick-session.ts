import type { BlobStore } from '../../core/ports/blob-store.ts'
import type { SessionIndex, SessionSummary } from '../../core/ports/session-index.ts'
import type { Store } from '../../core/ports/store.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { isValidId } from '../../core/values/ids.ts'
import { UsageError } from '../errors.ts'
import { sanitizeLine } from '../render/sanitize.ts'
import { clip } from '../render/table.ts'
import { itemText } from './item-text.ts'
import { lastSession } from './last-session.ts'
import { holdsWords } from './search-sessions.ts'
import { commandLine } from '../remote/typed-remote.ts'

/** The session of an id, a name, or the beginning of an id. @throws UsageError when none or several fit */
export async function findNamedSession(index: SessionIndex, wanted: string): Promise<SessionSummary> {
  return (await byName(index, wanted)) ?? unknown(wanted)
}

/** Shorter words are in half of all prompts. */
const shortestWords = 3

/**
 * The session that a person means: by name or id, else by words of its name or first prompt. Without `blobs` only
 * the first line of the prompt is looked at. @throws UsageError when none or several fit
 */
export async function findSession(
  index: SessionIndex,
  wanted: string,
  blobs: Pick<BlobStore, 'get'> | null = null,
): Promise<SessionSummary> {
  const named = await byName(index, wanted)
  if (named !== null || wanted.trim().length < shortestWords) return named ?? unknown(wanted)
  const all = await index.list()
  const titled = all.filter(({ name, title }) => holdsWords(`${name ?? ''}\n${title}`, wanted))
  if (titled.length > 0 || blobs === null) return one(titled, wanted) ?? unknown(wanted)
  return one(await byFirstPrompt(index, all, wanted, blobs), wanted) ?? unknown(wanted)
}

/** The session named on the command line, or the last one of the directory. @throws UsageError */
export function sessionOrLast(
  store: Store,
  wanted: string | undefined,
  directory: string,
  blobs: Pick<BlobStore, 'get'> | null = null,
): Promise<SessionSummary> {
  return wanted === undefined ? lastSession(store, directory) : findSession(store.sessions, wanted, blobs)
}

async function byName(index: SessionIndex, wanted: string): Promise<SessionSummary | null> {
  if (wanted.trim() === '') return null
  const exact = isValidId(wanted) ? await index.get(wanted as SessionId) : null
  if (exact !== null) return exact
  const all = await index.list()
  const named = all.filter(({ name }) => name === wanted)
  return named.length > 0
    ? one(named, wanted)
    : one(
        all.filter(({ id }) => id.startsWith(wanted)),
        wanted,
      )
}

async function byFirstPrompt(
  index: SessionIndex,
  all: readonly SessionSummary[],
  wanted: string,
  blobs: Pick<BlobStore, 'get'>,
): Promise<readonly SessionSummary[]> {
  const found = new Set<SessionId>()
  const seen = new Set<SessionId>()
  for (const { session, ref } of await index.inputs()) {
    if (seen.has(session)) continue
    seen.add(session)
    const bytes = await blobs.get(ref).catch(() => null)
    if (bytes !== null && holdsWords(itemText(bytes), wanted)) found.add(session)
  }
  return all.filter(({ id }) => found.has(id))
}

/** Candidates that an error names. */
const candidates = 4

/** The only one that fits, null when none does. @throws UsageError when several do */
function one(fitting: readonly SessionSummary[], wanted: string): SessionSummary | null {
  if (fitting.length < 2) return fitting[0] ?? null
  const named = fitting
    .slice(0, candidates)
    .map(({ id, name, title }) => `${id} "${clip(sanitizeLine(name ?? title), 30)}"`)
  const more = fitting.length > candidates ? ', ...' : ''
  throw new UsageError(
    `${sanitizeLine(wanted)} fits ${fitting.length} sessions (${named.join(', ')}${more}); write more of the id`,
  )
}

function unknown(wanted: string): never {
  throw new UsageError(`no session ${sanitizeLine(wanted)}; see ${commandLine('sessions list --all')}`)
}
