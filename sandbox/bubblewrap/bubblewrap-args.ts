import { MountPathError } from '../errors.ts'
import { confinedHome } from '../policy/command-env.ts'
import { isWithin } from '../policy/is-within.ts'
import type { SandboxPolicy } from '../policy/policy.ts'
import type { Places } from '../sync/places.ts'
import type { ReadableBind } from './readable-binds.ts'

/** What a world is made of: the policy's paths as found on this machine, and the session's directories. */
export interface BubblewrapWorld {
  readonly policy: Pick<SandboxPolicy, 'writable' | 'network'>
  readonly readable: readonly ReadableBind[]
  readonly places: Places
  /** Working directory of the command, inside. */
  readonly cwd: string
  /** Since bubblewrap 0.8: no user namespaces inside, which would give back capabilities. */
  readonly canDisableUserns: boolean
}

/** The arguments of `bwrap` that run a command in such a world. @throws MountPathError */
export function bubblewrapArgs(world: BubblewrapWorld, command: readonly string[]): readonly string[] {
  const { policy, canDisableUserns } = world
  return [
    ...['--unshare-user', '--unshare-ipc', '--unshare-pid', '--unshare-uts', '--unshare-cgroup-try'],
    ...(policy.network === 'none' ? ['--unshare-net'] : []),
    ...(canDisableUserns ? ['--disable-userns'] : []),
    // Started by root, bwrap would leave every capability, and with it the means to remount.
    ...['--cap-drop', 'ALL', '--die-with-parent', '--new-session'],
    ...['--proc', '/proc', '--dev', '/dev', '--symlink', '/tmp', '/var/tmp'],
    ...paths(world),
    // The root that bwrap builds lies in memory: what is written there would be lost without a word.
    ...['--remount-ro', '/', '--chdir', world.cwd, '--', ...command],
  ]
}

/** Parents before what lies in them; of two claims to one path, the later kind. */
function paths({ readable, policy, places }: BubblewrapWorld): readonly string[] {
  const args = new Map<string, readonly string[]>()
  for (const bind of readable) {
    const { path } = bind
    args.set(path, bind.type === 'symlink' ? ['--symlink', bind.target, path] : ['--ro-bind', path, path])
  }
  args.set('/tmp', ['--bind', places.tmp, '/tmp'])
  args.set(confinedHome, ['--bind', places.home, confinedHome])
  for (const path of policy.writable) args.set(path, ['--bind', path, path])
  for (const { path, directory, readOnly } of places.mounts) {
    const taken = [...readable.map((bind) => bind.path), confinedHome, '/proc', '/dev'].find((own) => clash(path, own))
    if (taken !== undefined || path === '/tmp') throw new MountPathError(path, taken ?? '/tmp')
    args.set(path, [readOnly ? '--ro-bind' : '--bind', directory, path])
  }
  return [...args].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, words]) => words)
}

function clash(path: string, own: string): boolean {
  return isWithin(path, own) || isWithin(own, path)
}
