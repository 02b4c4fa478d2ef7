import type { Backend, SandboxStatus } from '../backend.ts'
import { SandboxUnavailableError } from '../errors.ts'
import { errorCode, errorMessage } from '../../core/values/errors.ts'
import type { SandboxPolicy } from '../policy/policy.ts'
import { bootstrap } from '../process/bootstrap.ts'
import { shellCommand } from '../process/find-shell.ts'
import type { PipePool } from '../process/pipe-pool.ts'
import { startShell } from '../process/shell-child.ts'
import { waitingShell, type WaitingShell } from '../process/waiting-shell.ts'
import type { Places } from '../sync/places.ts'
import { bubblewrapArgs } from './bubblewrap-args.ts'
import { bubblewrapTree } from './bubblewrap-tree.ts'
import { explainFailure, namespaceFacts } from './explain-failure.ts'
import { findBubblewrap, type Bubblewrap } from './find-bubblewrap.ts'
import { kernelFiles } from './kernel-files.ts'
import { makeConfiguration } from './make-configuration.ts'
import { probeBubblewrap } from './probe-bubblewrap.ts'
import { readableBinds } from './readable-binds.ts'

/**
 * Runs commands through bubblewrap: namespaces of their own, and only the policy's files. `configuration` is a free
 * path, where what commands see as `/etc` is made.
 */
export function bubblewrapBackend(policy: SandboxPolicy, configuration: string, pipes: PipePool): Backend {
  const readable = readableBinds(policy.readable)
  let installed: Bubblewrap | null = null
  let isConfigured = false

  const launchWith = async (program: Bubblewrap, places: Places): Promise<WaitingShell> => {
    const cwd = start(places)
    const { canDisableUserns } = program
    if (!isConfigured) makeConfiguration(configuration, readable)
    isConfigured = true
    const world = { policy, readable, kernel: kernelFiles(), configuration, places, cwd, canDisableUserns }
    const args = bubblewrapArgs(world, shellCommand(bootstrap(false)))
    const pipe = await pipes.take()
    const started = startShell({ file: program.path, args, cwd: '/', env: policy.env }, pipe)
    return waitingShell(started, bubblewrapTree(started), pipe)
  }
  return {
    name: 'bubblewrap',
    guardsReadOnly: true,
    start,
    locate: (path) => path,
    launch: async (places) => {
      const program = installed ?? (await findBubblewrap())
      if ('missing' in program) throw new SandboxUnavailableError(program.missing)
      installed = program
      return launchWith(program, places)
    },
    status: async (places) => {
      const program = await findBubblewrap()
      if ('missing' in program) return unusable(null, program.missing)
      try {
        return await probeBubblewrap(program, policy, await launchWith(program, places))
      } catch (error) {
        if (errorCode(error) !== 'sandbox-failed') throw error
        return unusable(program, explainFailure(errorMessage(error), namespaceFacts()))
      }
    },
  }
}

function unusable(program: SandboxStatus['program'], how: string): SandboxStatus {
  return { backend: 'bubblewrap', isUsable: false, program, enforcement: 'none', enforced: [], notEnforced: [], how }
}

function start({ mounts }: Places): string {
  return mounts[0]?.path ?? '/tmp'
}
