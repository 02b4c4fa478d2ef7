import { join } from 'node:path'
import type { Stage } from '../core/effects/stage.ts'
import type { Host } from '../core/host/host.ts'
import type { StoredEntry } from '../core/log/entry.ts'
import type { State } from '../core/machine/state.ts'
import type { ModelFormat } from '../core/ports/model.ts'
import type { Models } from '../core/ports/models.ts'
import type { Store } from '../core/ports/store.ts'
import type { Toolset } from '../core/ports/tool.ts'
import type { SessionId } from '../core/values/ids.ts'
import type { ApiKind, Dialect } from '../core/values/model-facts.ts'
import type { Sandbox, SandboxStatus } from '../sandbox/index.ts'
import { readConfig, type Config, type SandboxChoice } from './config/config-file.ts'
import { directories, type Directories } from './config/directories.ts'

/* The one place that constructs adapters. Each is imported when it is first wanted: a run does not
   load a store, an SDK or a sandbox that it does not use. */

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

/** Opens the sessions of this machine. @throws the errors of core/store */
export async function openStore(): Promise<Store> {
  const { openSqliteStore } = await import('../core/store/sqlite/open-sqlite-store.ts')
  return openSqliteStore({ directory: places().data })
}

/** Opens a store that ends with the process. */
export async function openEphemeralStore(): Promise<Store> {
  const { openMemoryStore } = await import('../core/store/memory/open-memory-store.ts')
  return openMemoryStore()
}

/** Runs a piece of work on the sessions of this machine and closes them again. */
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
  const { loadState } = await import('../core/host/load-state.ts')
  return (await loadState(store, session)).state
}

/** How items of an API read; needs no key. */
export async function readFormat(api: ApiKind): Promise<ModelFormat> {
  const { formatOf } = await import('../core/models/index.ts')
  return formatOf(api)
}

/** A stage for blobs that become durable with what is submitted next. */
export async function openBlobStage(store: Store): Promise<Stage> {
  const [{ openStage }, { hashBlob }] = await Promise.all([
    import('../core/effects/stage.ts'),
    import('../core/store/hash-blob.ts'),
  ])
  return openStage(store.blobs, hashBlob)
}

/** What sessions are worked on with. */
export interface Work {
  readonly host: Host
  readonly models: Models
  /** What a new session offers its model; `sources` are the directories that are mounted. */
  offer(session: SessionId, dialect: Dialect, sources: readonly string[]): Promise<Offer>
  close(): Promise<void>
}

/** The tools of a new session. */
export interface Offer {
  readonly toolset: Toolset
  /** Null when the person asked for no confinement. */
  readonly sandbox: SandboxStatus | null
  /** Whether commands can be run. */
  readonly shell: boolean
}

/** How sessions are worked on. */
export interface WorkOptions {
  readonly config: Pick<Config, 'providers'>
  readonly sandbox: SandboxChoice
  /** Holds what commands leave on disk. */
  readonly stateDirectory: string
}

/** Opens the host of this process over a store; models, tools and sandbox are loaded by the first effect that wants them. */
export async function openWork(store: Store, options: WorkOptions): Promise<Work> {
  const [{ openHost, openLocalDeltas, systemClock, thisProcess }, { openModels }, { hashBlob }] = await Promise.all([
    import('../core/host/index.ts'),
    import('../core/models/open-models.ts'),
    import('../core/store/hash-blob.ts'),
  ])
  const models = openModels({ configured: options.config.providers, env: process.env })
  const sandboxes = new Map<SessionId, Sandbox>()
  const sandboxOf = async (session: SessionId, sources: readonly string[]): Promise<Sandbox> => {
    const open = sandboxes.get(session) ?? (await openSandbox(session, sources, options))
    sandboxes.set(session, open)
    return open
  }
  const toolsets = new Map<SessionId, Promise<Toolset>>()
  const openToolset = async (session: SessionId, dialect: Dialect): Promise<Toolset> => {
    const { workspace } = await readState(store, session)
    const sources = workspace.mounts.flatMap(({ source }) => source ?? [])
    return buildToolset(dialect, await sandboxOf(session, sources))
  }
  const toolset = (session: SessionId, dialect: Dialect): Promise<Toolset> => {
    const opened = toolsets.get(session) ?? openToolset(session, dialect)
    toolsets.set(session, opened)
    return opened
  }
  const deltas = openLocalDeltas()
  const host = openHost({ store, models, toolset, deltas, clock: systemClock, hash: hashBlob, owner: thisProcess() })
  return {
    host,
    models,
    offer: async (session, dialect, sources) => {
      const sandbox = await sandboxOf(session, sources)
      const status = options.sandbox === 'none' ? null : await sandbox.status()
      const shell = status === null || status.isUsable
      return { toolset: await buildToolset(dialect, shell ? sandbox : null), sandbox: status, shell }
    },
    close: async () => {
      await Promise.all([...sandboxes.values()].map((sandbox) => sandbox.close()))
    },
  }
}

async function openSandbox(session: SessionId, sources: readonly string[], options: WorkOptions): Promise<Sandbox> {
  const [{ createSandbox }, { createTreeSync }, { outerIgnore }] = await Promise.all([
    import('../sandbox/create-sandbox.ts'),
    import('../vfs/sync/tree-sync.ts'),
    import('../vfs/snapshot/read-ignore-files.ts'),
  ])
  const [source, second] = sources
  // Rules around a mount say nothing of another one.
  const excluded = source !== undefined && second === undefined ? { excluded: outerIgnore(source) } : {}
  const backend = options.sandbox === 'none' ? 'none' : 'bubblewrap'
  return createSandbox({ session, stateDirectory: options.stateDirectory, sync: createTreeSync(excluded), backend })
}

async function buildToolset(dialect: Dialect, sandbox: Sandbox | null): Promise<Toolset> {
  const [{ vfsTools }, { createToolset }, { runTool }] = await Promise.all([
    import('../vfs/tools/vfs-tools.ts'),
    import('../core/tools/toolset.ts'),
    import('../core/tools/run-tool.ts'),
  ])
  const shell = sandbox === null ? [] : [sandbox.shellTool(dialect)]
  const offered = createToolset([...shell, ...vfsTools(dialect)])
  return {
    specs: offered.specs,
    find: (name) => offered.find(name) ?? null,
    run: (call, context) => runTool(offered, call, context),
  }
}
