import { join } from 'node:path'
import type { HostPorts } from '../../core/host/ports.ts'
import type { Store } from '../../core/ports/store.ts'
import type { Toolset } from '../../core/ports/tool.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { Dialect } from '../../core/values/model-facts.ts'
import type { Sandbox } from '../../sandbox/create-sandbox.ts'
import type { SandboxChoice } from '../config/config-file.ts'
import { places, readState } from '../open-store.ts'
import { rememberSandbox, remembersSandbox } from '../session/remember-sandbox.ts'
import { buildShell, buildToolset, noShell } from './session-tools.ts'

/** How commands of a session are run, when they are. */
export interface CommandWay {
  readonly sandbox: SandboxChoice
  /** Why none are; null when they are. */
  readonly noShell: string | null
  /** What a person should know of it; null for nothing. */
  readonly remark: string | null
}

/** The tools of a new session. */
export interface Offer extends Omit<CommandWay, 'sandbox'> {
  readonly toolset: Toolset
}

/** How commands of sessions are run. */
export interface WorkshopOptions {
  readonly sandbox: SandboxChoice
  /** Holds what commands leave on disk. */
  readonly stateDirectory: string
  /** Where others run them: how they do. */
  readonly elsewhere?: () => Promise<CommandWay>
  /** Sessions are those of others: where commands are not confined, one that was begun without them has none run. */
  readonly isForOthers?: boolean
}

/** Where tools and commands of the sessions of one store are run; a sandbox is opened when it is first wanted. */
export interface Workshop extends Required<Pick<HostPorts, 'toolset' | 'shell' | 'returned'>> {
  /** What a new session offers its model; `sources` are the directories that are mounted. */
  offer(session: SessionId, dialect: Dialect, sources: readonly string[]): Promise<Offer>
  /** Whether the model of a session was told of a shell. */
  offersShell(session: SessionId): Promise<boolean>
  close(): Promise<void>
}

/** Opens the workshop of a store. */
export function openWorkshop(store: Store, options: WorkshopOptions): Workshop {
  const sandboxes = new Map<SessionId, Promise<Sandbox>>()
  const toolsets = new Map<SessionId, Promise<Toolset>>()
  const sandboxOf = (session: SessionId, sources: readonly string[]): Promise<Sandbox> => {
    const opened = sandboxes.get(session) ?? openSandbox(session, sources, options)
    return keep(sandboxes, session, opened)
  }
  /** The sandbox of a session that is there, and whether its model was told of a shell. */
  const lookAt = async (session: SessionId) => {
    const { session: config, workspace } = await readState(store, session)
    const sandbox = await sandboxOf(
      session,
      workspace.mounts.flatMap(({ source }) => source ?? []),
    )
    const offersShell = async (): Promise<boolean> => {
      if (config === null) return false
      const specs = JSON.parse(Buffer.from(await store.blobs.get(config.toolsRef)).toString()) as Toolset['specs']
      const { name } = sandbox.shellTool(config.dialect).spec
      return specs.some((spec) => spec.name === name)
    }
    return { sandbox, offersShell }
  }
  /** Null where none may run. */
  const runningIn = async (session: SessionId): Promise<Sandbox | null> => {
    const { sandbox, offersShell } = await lookAt(session)
    const mayRun = options.isForOthers !== true || options.sandbox !== 'none' || (await offersShell())
    return mayRun ? sandbox : null
  }
  const openToolset = async (session: SessionId, dialect: Dialect): Promise<Toolset> =>
    buildToolset(dialect, await runningIn(session))
  return {
    toolset: (session, dialect) => {
      const opened = toolsets.get(session) ?? openToolset(session, dialect)
      return keep(toolsets, session, opened)
    },
    shell: async (session) => {
      const sandbox = await runningIn(session)
      return sandbox === null ? noShell : buildShell(sandbox)
    },
    offersShell: async (session) => (await lookAt(session)).offersShell(),
    returned: async (session) => {
      const sandbox = sandboxes.get(session)
      sandboxes.delete(session)
      toolsets.delete(session)
      await (await sandbox)?.close()
    },
    offer: async (session, dialect, sources) => {
      const way = await options.elsewhere?.()
      if (way !== undefined) {
        // Asked for its description only.
        const sandbox = await openSandbox(session, sources, { ...options, sandbox: way.sandbox })
        return { ...way, toolset: buildToolset(dialect, way.noShell === null ? sandbox : null) }
      }
      const sandbox = await sandboxOf(session, sources)
      const noShell = options.sandbox === 'none' ? null : await whyNoShell(sandbox)
      return { toolset: buildToolset(dialect, noShell === null ? sandbox : null), noShell, remark: null }
    },
    close: async () => {
      await Promise.all([...sandboxes.values()].map(async (sandbox) => (await sandbox).close()))
    },
  }
}

/** Has the next one who asks given the same, unless that could not be opened: then it is tried again. */
function keep<Kept>(all: Map<SessionId, Promise<Kept>>, session: SessionId, opened: Promise<Kept>): Promise<Kept> {
  all.set(session, opened)
  opened.catch(() => {
    if (all.get(session) === opened) all.delete(session)
  })
  return opened
}

async function whyNoShell(sandbox: Sandbox): Promise<string | null> {
  const file = join(places().cache, 'sandbox.json')
  if (remembersSandbox(file)) return null
  const status = await sandbox.status()
  rememberSandbox(file, status)
  return status.isUsable ? null : (status.how ?? 'the sandbox does not work')
}

/* Sandbox and sync are imported when they are first wanted. */
async function openSandbox(session: SessionId, sources: readonly string[], options: WorkshopOptions): Promise<Sandbox> {
  const [{ createSandbox }, { createTreeSync }, { readOuterRules }, { toRules }] = await Promise.all([
    import('../../sandbox/create-sandbox.ts'),
    import('../../vfs/sync/tree-sync.ts'),
    import('../../vfs/snapshot/read-outer-rules.ts'),
    import('../../vfs/snapshot/outer-rules.ts'),
  ])
  const [source, second] = sources
  // For mounts of before, which carry no rules. Those around one say nothing of another one, and those of another machine are not here.
  const hasRules = source !== undefined && second === undefined && options.isForOthers !== true
  const outer = hasRules ? { outer: async () => toRules(await readOuterRules(source)) } : {}
  const backend = options.sandbox === 'none' ? 'none' : 'bubblewrap'
  return createSandbox({ session, stateDirectory: options.stateDirectory, sync: createTreeSync(outer), backend })
}
