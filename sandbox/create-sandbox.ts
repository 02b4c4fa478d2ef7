import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { TreeSync } from '../core/ports/tree-sync.ts'
import type { OfferedTool } from '../core/tools/toolset.ts'
import type { SessionId } from '../core/values/ids.ts'
import type { Dialect } from '../core/values/model-facts.ts'
import type { BackendName, SandboxStatus } from './backend.ts'
import { bubblewrapBackend } from './bubblewrap/bubblewrap-backend.ts'
import { SandboxClosedError } from './errors.ts'
import { defaultPolicy, unconfinedPolicy } from './policy/default-policy.ts'
import type { SandboxPolicy } from './policy/policy.ts'
import { PipePool } from './process/pipe-pool.ts'
import { RunDirectory } from './process/run-directory.ts'
import { Spare } from './process/spare.ts'
import { placesKey, type Places } from './sync/places.ts'
import { WorkspaceCopies } from './sync/workspace-copies.ts'
import { runCommand } from './tools/run-command.ts'
import { shellTool } from './tools/shell-tool.ts'
import { Turnstile } from './tools/turnstile.ts'
import { unconfinedBackend } from './unconfined/unconfined-backend.ts'

/** A shell takes longer to come up than a quick model takes to ask for the next command. */
const spareShells = 2

/** What a session's sandbox is made of. */
export interface SandboxOptions {
  readonly session: SessionId
  /** Private directory of this program; a session's copies live in `sandboxes/<session>` of it. */
  readonly stateDirectory: string
  readonly sync: TreeSync
  /** `none` is `--sandbox none`: nothing is confined. */
  readonly backend: BackendName
  /** Default: `defaultPolicy` or `unconfinedPolicy` over this process's environment. */
  readonly policy?: SandboxPolicy
  /** Whether shells wait for the next commands, each in a world of its own; saves some 10 ms a command. Default true. */
  readonly prewarm?: boolean
}

/** Runs the commands of one session, one at a time. */
export interface Sandbox {
  /** What works here, found out by running a command. */
  status(): Promise<SandboxStatus>
  shellTool(dialect: Dialect): OfferedTool
  /** Ends running commands and waiting shells. The session's copies stay for its next process. */
  close(): Promise<void>
}

/** Opens a session's sandbox; nothing is started before its first use. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const { session, backend: name } = options
  const root = sandboxDirectory(options.stateDirectory, session)
  const policy = options.policy ?? (name === 'none' ? unconfinedPolicy : defaultPolicy)(session, process.env)
  const run = new RunDirectory(join(root, 'run'))
  const pipes = new PipePool(run.path)
  const backend =
    name === 'none' ? unconfinedBackend(policy, pipes) : bubblewrapBackend(policy, join(run.path, 'etc'), pipes)
  const copies = new WorkspaceCopies(root, options.sync, backend.guardsReadOnly)
  const launch = async (places: Places) => {
    await run.make()
    return backend.launch(places)
  }
  const spare = new Spare(launch, placesKey, options.prewarm === false ? 0 : spareShells)
  const turnstile = new Turnstile()
  const closing = new AbortController()
  let spills = 0
  const spillPath = () => join(run.path, `output-${spills++}`)
  const world = { backend, copies, spare, limits: policy.limits, spillPath }

  return {
    status: () =>
      turnstile.pass(async () => {
        await run.make()
        return backend.status(await copies.places([]))
      }),
    shellTool: (dialect) =>
      shellTool(dialect, policy, (call, context) =>
        turnstile.pass(() => {
          if (closing.signal.aborted) throw new SandboxClosedError()
          const signal = AbortSignal.any([context.signal, closing.signal])
          return runCommand(call, { ...context, signal }, world)
        }),
      ),
    close: async () => {
      closing.abort()
      await turnstile.idle()
      await spare.close()
      // What is still being made in there would make its removal fail.
      await pipes.idle()
      await run.remove()
    },
  }
}

/** Removes all that commands of a session left on disk. Only for a session that no process drives. */
export async function discardSandbox(stateDirectory: string, session: SessionId): Promise<void> {
  await rm(sandboxDirectory(stateDirectory, session), { recursive: true, force: true })
}

function sandboxDirectory(stateDirectory: string, session: SessionId): string {
  return join(stateDirectory, 'sandboxes', session)
}
