import type { Backend, SandboxStatus } from '../backend.ts'
import { isWithin } from '../policy/is-within.ts'
import type { SandboxPolicy } from '../policy/policy.ts'
import { bootstrap } from '../process/bootstrap.ts'
import { shellCommand } from '../process/find-shell.ts'
import type { PipePool } from '../process/pipe-pool.ts'
import { processGroup } from '../process/process-tree.ts'
import { startShell } from '../process/shell-child.ts'
import { waitingShell } from '../process/waiting-shell.ts'
import type { Places } from '../sync/places.ts'

/**
 * `--sandbox none`: runs commands as the person, with nothing hidden and the network open. They work in the copy
 * of the workspace at its real path, since its path in the workspace does not exist on this machine.
 */
export function unconfinedBackend(policy: SandboxPolicy, pipes: PipePool): Backend {
  return {
    name: 'none',
    guardsReadOnly: false,
    status: async () => unconfinedStatus,
    locate: (path, { mounts }) => {
      const around = mounts.filter((mount) => isWithin(path, mount.path))
      const mount = around.sort((a, b) => b.path.length - a.path.length)[0]
      return mount === undefined ? path : mount.directory + path.slice(mount.path.length)
    },
    start,
    launch: async (places) => {
      const [file, ...args] = shellCommand(bootstrap(true))
      const pipe = await pipes.take()
      const started = startShell({ file, args, cwd: start(places), env: policy.env }, pipe)
      return waitingShell(started, processGroup(started), pipe)
    },
  }
}

function start({ mounts, tmp }: Places): string {
  return mounts[0]?.directory ?? tmp
}

const unconfinedStatus: SandboxStatus = {
  backend: 'none',
  isUsable: true,
  program: null,
  enforcement: 'none',
  enforced: ['environment: only paths and locale of yours, no keys or tokens'],
  notEnforced: ['files', 'network', 'processes', 'read-only mounts'],
  how: null,
}
