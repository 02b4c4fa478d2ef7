import { join } from 'node:path'
import { openStage, type Stage } from '../core/effects/stage.ts'
import type { Host } from '../core/host/host.ts'
import { isGone, openHost, openLocalDeltas, systemClock, thisProcess } from '../core/host/index.ts'
import { meetingPlace } from '../core/live/meeting-place.ts'
import { openLiveDeltas } from '../core/live/open-live-deltas.ts'
import { openPresence } from '../core/live/open-presence.ts'
import { openModels } from '../core/models/open-models.ts'
import type { Models } from '../core/ports/models.ts'
import type { Presence } from '../core/ports/presence.ts'
import type { Shell } from '../core/ports/shell.ts'
import type { Store } from '../core/ports/store.ts'
import type { Toolset } from '../core/ports/tool.ts'
import { hashBlob } from '../core/store/hash-blob.ts'
import { runTool } from '../core/tools/run-tool.ts'
import { createToolset } from '../core/tools/toolset.ts'
import { errorMessage } from '../core/values/errors.ts'
import type { SessionId } from '../core/values/ids.ts'
import type { Dialect } from '../core/values/model-facts.ts'
import type { Sandbox } from '../sandbox/create-sandbox.ts'
import { outerIgnore } from '../vfs/snapshot/read-ignore-files.ts'
import { vfsTools } from '../vfs/tools/vfs-tools.ts'
import { environment } from './auth/environment.ts'
import type { Config, SandboxChoice } from './config/config-file.ts'
import { mountIndexes, places, readState } from './open-store.ts'
import { rememberSandbox, remembersSandbox } from './session/remember-sandbox.ts'

/* The one place that constructs what sessions are worked on with. SDKs, sandbox and store are imported
   when they are first wanted; what every run wants is not, because each split costs a file to load. */

/** A stage for blobs that become durable with what is submitted next. */
export function openBlobStage(store: Store): Stage {
  return openStage(store.blobs, hashBlob)
}

/** What sessions are worked on with. */
export interface Work {
  readonly host: Host
  readonly models: Models
  /** What a new session offers its model; `sources` are the directories that are mounted. */
  offer(session: SessionId, dialect: Dialect, sources: readonly string[]): Promise<Offer>
  /** Where snapshots keep what makes the next one cheap. */
  readonly indexDirectory: string
  /** Who else is attached to a session. */
  readonly presence: Presence
  /** Why this process cannot ask the model of a session, null when it can. */
  whyUnable(session: SessionId): Promise<string | null>
  close(): Promise<void>
}

/** The tools of a new session. */
export interface Offer {
  readonly toolset: Toolset
  /** Why commands cannot be run; null when they can. */
  readonly noShell: string | null
}

/** How sessions are worked on. */
export interface WorkOptions {
  readonly config: Pick<Config, 'providers'>
  readonly sandbox: SandboxChoice
  /** Holds what commands leave on disk. */
  readonly stateDirectory: string
  /** Whether no other process can see the sessions of this store. */
  readonly ephemeral?: boolean
}

/** Opens the host of this process over a store; SDKs and sandbox are loaded by what first wants them. */
export function openWork(store: Store, options: WorkOptions): Work {
  const models = openModels({ configured: options.config.providers, env: environment(options.config.providers) })
  const sandboxes = new Map<SessionId, Promise<Sandbox>>()
  const sandboxOf = (session: SessionId, sources: readonly string[]): Promise<Sandbox> => {
    const opened = sandboxes.get(session) ?? openSandbox(session, sources, options)
    sandboxes.set(session, opened)
    return opened
  }
  const toolsets = new Map<SessionId, Promise<Toolset>>()
  const sandboxOfState = async (session: SessionId): Promise<Sandbox> => {
    const { workspace } = await readState(store, session)
    return sandboxOf(
      session,
      workspace.mounts.flatMap(({ source }) => source ?? []),
    )
  }
  const openToolset = async (session: SessionId, dialect: Dialect): Promise<Toolset> =>
    buildToolset(dialect, await sandboxOfState(session))
  const toolset = (session: SessionId, dialect: Dialect): Promise<Toolset> => {
    const opened = toolsets.get(session) ?? openToolset(session, dialect)
    toolsets.set(session, opened)
    return opened
  }
  const returned = async (session: SessionId): Promise<void> => {
    const sandbox = sandboxes.get(session)
    sandboxes.delete(session)
    toolsets.delete(session)
    await (await sandbox)?.close()
  }
  const owner = thisProcess()
  const { run, data } = places()
  const livePorts = { leases: store.leases, log: store.log, owner, isGone }
  const live = options.ephemeral === true ? null : openLiveDeltas({ ...livePorts, place: meetingPlace(run) })
  const deltas = live ?? openLocalDeltas()
  const shell = async (session: SessionId): Promise<Shell> => buildShell(await sandboxOfState(session))
  const host = openHost({
    ...{ store, models, toolset, shell, deltas, owner, returned },
    ...{ clock: systemClock, hash: hashBlob },
  })
  return {
    host,
    models,
    indexDirectory: options.ephemeral === true ? join(options.stateDirectory, 'mounts') : mountIndexes(),
    presence: openPresence({ ...livePorts, directories: run, store: data }),
    whyUnable: async (session) => {
      const config = (await readState(store, session)).session
      // Not created yet: whoever creates it knows what it takes.
      if (config === null) return null
      return models.open(config).then(() => null, errorMessage)
    },
    offer: async (session, dialect, sources) => {
      const sandbox = await sandboxOf(session, sources)
      const noShell = options.sandbox === 'none' ? null : await whyNoShell(sandbox)
      return { toolset: buildToolset(dialect, noShell === null ? sandbox : null), noShell }
    },
    close: async () => {
      live?.close()
      await Promise.all([...sandboxes.values()].map(async (sandbox) => (await sandbox).close()))
    },
  }
}

async function whyNoShell(sandbox: Sandbox): Promise<string | null> {
  const file = join(places().cache, 'sandbox.json')
  if (remembersSandbox(file)) return null
  const status = await sandbox.status()
  rememberSandbox(file, status)
  return status.isUsable ? null : (status.how ?? 'the sandbox does not work')
}

async function openSandbox(session: SessionId, sources: readonly string[], options: WorkOptions): Promise<Sandbox> {
  const [{ createSandbox }, { createTreeSync }] = await Promise.all([
    import('../sandbox/create-sandbox.ts'),
    import('../vfs/sync/tree-sync.ts'),
  ])
  const [source, second] = sources
  // Rules around a mount say nothing of another one.
  const excluded = source !== undefined && second === undefined ? { excluded: outerIgnore(source) } : {}
  const backend = options.sandbox === 'none' ? 'none' : 'bubblewrap'
  return createSandbox({ session, stateDirectory: options.stateDirectory, sync: createTreeSync(excluded), backend })
}

function buildToolset(dialect: Dialect, sandbox: Sandbox | null): Toolset {
  const shell = sandbox === null ? [] : [sandbox.shellTool(dialect)]
  const offered = createToolset([...shell, ...vfsTools(dialect)])
  return {
    specs: offered.specs,
    find: (name) => offered.find(name) ?? null,
    run: (call, context) => runTool(offered, call, context),
  }
}

/** The shell tool without a model: a person's command may take as long as commands may. */
function buildShell(sandbox: Sandbox): Shell {
  const tool = sandbox.shellTool('plain')
  const offered = createToolset([tool])
  return {
    run: (command, context) => {
      const args = JSON.stringify({ command, timeout_ms: Number.MAX_SAFE_INTEGER })
      return runTool(offered, { name: tool.spec.name, args }, context)
    },
  }
}
