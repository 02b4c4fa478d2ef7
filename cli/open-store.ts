import { join } from 'node:path'
import type { Activity } from '../core/host/activity.ts'
import type { Folded } from '../core/host/load-state.ts'
import type { StoredEntry } from '../core/log/entry.ts'
import type { State } from '../core/machine/state.ts'
import type { ModelFormat } from '../core/ports/model.ts'
import type { Store } from '../core/ports/store.ts'
import type { SessionId } from '../core/values/ids.ts'
import type { ApiKind } from '../core/values/model-facts.ts'
import { removeIndexFiles } from '../vfs/snapshot/index-file.ts'
import { readConfig, type Config } from './config/config-file.ts'
import { directories, type Directories } from './config/directories.ts'
import { note } from './render/print.ts'
import { remoteWorks } from './remote/remote-works.ts'
import { remotePlace } from './remote/remote-place.ts'

/* Beside compose.ts, for commands that only read: what sessions are worked on with is not loaded. */

/** The places of this machine. */
export function places(): Directories {
  return directories(process.env)
}

/** What the config file says. @throws ConfigError */
export function loadConfig(): Config {
  return readConfig(places().config)
}

/** Where an apply that is under way is written down. */
export function journalDirectory(): string {
  return join(places().data, 'journal')
}

/** Where mounts keep what makes the next one cheap. */
export function mountIndexes(): string {
  return join(places().cache, 'mounts')
}

/**
 * Opens the sessions that are meant: those of this machine, or behind a gateway. `say` hears of one that keeps us waiting.
 * @throws the errors of core/store
 */
export async function openStore(say: (words: string) => void = note): Promise<Store> {
  const remote = remotePlace(process.env, loadConfig(), places())
  if (remote !== null) return (await import('./remote/open-remote.ts')).openRemote(remote, say)
  const { openSqliteStore } = await import('../core/store/sqlite/open-sqlite-store.ts')
  const { data } = places()
  return openSqliteStore({ directory: data, onDamage: () => removeIndexFiles(mountIndexes()) })
}

/** Opens a store that ends with the process. */
export async function openEphemeralStore(): Promise<Store> {
  const { openMemoryStore } = await import('../core/store/memory/open-memory-store.ts')
  return openMemoryStore()
}

/** Runs a piece of work on the sessions that are meant and closes them again. */
export async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore()
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** Entries of a session after a seq, those to come included until the signal aborts. */
export async function followEntries(
  store: Store,
  session: SessionId,
  after: number,
  signal: AbortSignal,
): Promise<AsyncIterable<StoredEntry>> {
  const { followLog } = await import('../core/host/follow.ts')
  return followLog(store.log, session, after, signal)
}

/** The fold of a session up to its head. */
export async function readState(store: Store, session: SessionId): Promise<State> {
  return (await readFolded(store, session)).state
}

/** The fold of a session up to its head, and the head. */
export async function readFolded(store: Store, session: SessionId): Promise<Folded> {
  const { loadState } = await import('../core/host/load-state.ts')
  return loadState(store, session)
}

/** What goes on in a session. */
export async function readActivity(store: Store, session: SessionId): Promise<Activity> {
  const { readActivity: read } = await import('../core/host/activity.ts')
  // Clock and processes of a server are not ours.
  return read(store, session, remoteWorks.get(store)?.host.holder)
}

/** How items of an API read; needs no key. */
export async function readFormat(api: ApiKind): Promise<ModelFormat> {
  const { formatOf } = await import('../core/models/index.ts')
  return formatOf(api)
}
