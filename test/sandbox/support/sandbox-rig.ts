import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { MountView, ToolContext, ToolResult } from '../../../core/ports/tool.ts'
import type { OpId, SessionId } from '../../../core/values/ids.ts'
import { createSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox/create-sandbox.ts'
import { FakeBlobs, FakeTreeSync, type FakeTree } from './fake-tree-sync.ts'

/** A sandbox over a fake tree, driven as the host does: heads move with each result. */
export interface SandboxRig {
  readonly sandbox: Sandbox
  readonly state: string
  readonly blobs: FakeBlobs
  readonly sync: FakeTreeSync
  readonly live: string[]
  /** Resolves once the live output contains a text. */
  untilLive(text: string): Promise<void>
  mounts: MountView[]
  /** Runs one `Bash` call. */
  run(command: string, options?: { timeout?: number; signal?: AbortSignal }): Promise<ToolResult>
  /** What the output of a call was, without the lines about it. */
  output(command: string): Promise<string>
  tree(mount?: number): Promise<FakeTree>
  context(signal?: AbortSignal): ToolContext
  close(): Promise<void>
}

/** Opens a rig; close it when done. */
export function sandboxRig(tree: FakeTree = {}, options: Partial<SandboxOptions> = {}): SandboxRig {
  const state = mkdtempSync(join(tmpdir(), 'lightspeed-sandbox-'))
  const blobs = new FakeBlobs()
  const sync = new FakeTreeSync()
  const session = 'test-session' as SessionId
  const sandbox = createSandbox({ session, stateDirectory: state, sync, backend: 'bubblewrap', ...options })
  const bash = sandbox.shellTool('anthropic')
  const rig: SandboxRig = {
    sandbox,
    state,
    blobs,
    sync,
    live: [],
    untilLive: async (text) => {
      while (!rig.live.join('').includes(text)) await setTimeout(10)
    },
    mounts: [{ path: '/workspace', headRef: blobs.putTree(tree), readOnly: false }],
    context: (signal = new AbortController().signal) => ({
      opId: 'r1/t1/c0' as OpId,
      mounts: rig.mounts,
      blobs,
      signal,
      onOutput: (text) => rig.live.push(text),
    }),
    run: async (command, { timeout, signal } = {}) => {
      const input = { command, ...(timeout === undefined ? {} : { timeout }) }
      const result = await bash.run(input, rig.context(signal))
      rig.mounts = rig.mounts.map((mount) => ({ ...mount, ...result.moves?.find(({ path }) => path === mount.path) }))
      return result
    },
    output: async (command) => (await rig.run(command)).text.replace(/\n?exit code: [^]*$/, ''),
    tree: (mount = 0) => blobs.tree(rig.mounts[mount]!.headRef),
    close: async () => {
      await sandbox.close()
      rmSync(state, { recursive: true, force: true })
    },
  }
  return rig
}
