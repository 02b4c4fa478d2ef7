import type { Tool, ToolResult, Toolset } from '../../core/ports/tool.ts'
import type { Models } from '../../core/ports/models.ts'
import type { Shell } from '../../core/ports/shell.ts'
import type { Store } from '../../core/ports/store.ts'
import { openHost, openLocalDeltas, systemClock, thisProcess, type Host } from '../../core/host/index.ts'
import type { HostPorts } from '../../core/host/ports.ts'
import type { RunLimits } from '../../core/machine/run/events.ts'
import type { StoredEntry } from '../../core/log/entry.ts'
import { hashBlob } from '../../core/store/hash-blob.ts'
import type { CommandId, SessionId } from '../../core/values/ids.ts'
import type { EffectClass } from '../../core/values/model-facts.ts'
import { fakeFormat } from './fake-model.ts'
import { noLimits } from './simulator.ts'

/** A tool of a given class that does what the test says. */
export function fakeTool(
  name: string,
  effectClass: EffectClass,
  run: (signal: AbortSignal) => Promise<ToolResult>,
): Tool {
  return {
    spec: { name, description: name, input: { type: 'json', schema: { type: 'object' } } },
    effectClass,
    run: (_input, { signal }) => run(signal),
  }
}

function toolsetOf(tools: readonly Tool[]): Toolset {
  const find = (name: string) => tools.find(({ spec }) => spec.name === name) ?? null
  return {
    specs: tools.map(({ spec }) => spec),
    find,
    run: ({ name, args }, context) => {
      const tool = find(name)
      if (tool === null) return Promise.resolve({ outcome: 'error', text: `no tool ${name}` })
      return tool.run(JSON.parse(args), context)
    },
  }
}

/** A host over a store with one created session, and the few moves that tests make. */
export interface Rig {
  readonly host: Host
  /** What the host was opened with. */
  readonly ports: HostPorts
  readonly session: SessionId
  ask(text: string, limits?: Partial<RunLimits>): Promise<CommandId>
  /** Asks for a person's command. */
  shell(line: string): Promise<CommandId>
  drive(signal?: AbortSignal): ReturnType<Host['drive']>
  log(): Promise<readonly StoredEntry[]>
}

const noShell: Shell = { run: () => Promise.resolve({ outcome: 'error', text: 'there is no shell' }) }

let names = 0

/** Opens a rig; `pid` makes it look like another process to the leases, with an unknown `startedAt` like a living one. */
export async function openRig(
  store: Store,
  models: Models,
  tools: readonly Tool[] = [],
  {
    session = `s${++names}` as SessionId,
    pid = process.pid,
    startedAt = thisProcess().startedAt,
    shell = noShell,
  } = {},
): Promise<Rig> {
  const owner = { ...thisProcess(), pid, startedAt }
  const toolset = toolsetOf(tools)
  const ports: HostPorts = {
    store,
    models,
    toolset: () => Promise.resolve(toolset),
    shell: () => Promise.resolve(shell),
    deltas: openLocalDeltas(),
    clock: systemClock,
    hash: hashBlob,
    owner,
  }
  const host = openHost(ports)
  const stage = (value: unknown) => {
    const bytes = new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
    return { ref: hashBlob(bytes), bytes }
  }
  const drive = (signal = new AbortController().signal) => host.drive(session, signal)
  const created = await store.sessions.create({
    id: session,
    name: null,
    directory: '/d',
    model: 'test/m',
    title: '',
    createdAt: 1,
  })
  if (created) {
    const instructions = stage('be brief')
    const specs = stage(toolset.specs)
    const create = {
      kind: 'session.create' as const,
      api: 'openai-responses' as const,
      provider: 'test',
      model: 'm',
      effort: null,
      dialect: 'plain' as const,
      windowTokens: 1000,
      instructionsRef: instructions.ref,
      toolsRef: specs.ref,
      name: null,
    }
    await host.submit(session, 'create' as CommandId, create, [instructions, specs])
    await drive()
  }
  let asked = 0
  return {
    host,
    ports,
    session,
    drive,
    log: () => store.log.read(session, 0),
    shell: async (line) => {
      const { ref, bytes } = stage(line)
      const id = `shell-${pid}-${++asked}` as CommandId
      await host.submit(session, id, { kind: 'shell.request', lineRef: ref }, [{ ref, bytes }])
      return id
    },
    ask: async (text, limits = {}) => {
      const item = stage(fakeFormat.userItem(text))
      const id = `ask-${pid}-${++asked}` as CommandId
      const input = { kind: 'user' as const, ref: item.ref, sizeBytes: item.bytes.byteLength }
      await host.submit(session, id, { kind: 'run.request', input, limits: { ...noLimits, ...limits } }, [item])
      return id
    },
  }
}
