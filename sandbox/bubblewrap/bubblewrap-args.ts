import { confinedHome, overlap, reservedPath } from '../../core/values/mount-path.ts'
import { MountPathError } from '../errors.ts'
import { isWithin } from '../policy/is-within.ts'
import type { SandboxPolicy } from '../policy/policy.ts'
import type { Places } from '../sync/places.ts'
import { unreadablePath } from './make-configuration.ts'
import { kernelArgs, type KernelFile } from './kernel-files.ts'
import type { ReadableBind } from './readable-binds.ts'

/** What a world is made of: the policy's paths as found on this machine, and the session's directories. */
export interface BubblewrapWorld {
  readonly policy: Pick<SandboxPolicy, 'writable' | 'network'>
  readonly readable: readonly ReadableBind[]
  readonly kernel: readonly KernelFile[]
  /** By `makeConfiguration`. */
  readonly configuration: string
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
    ...['--proc', '/proc', ...kernelArgs(world.kernel, unreadablePath(world.configuration))],
    ...['--dev', '/dev', '--symlink', '/tmp', '/var/tmp'],
    ...bindsOf(world).flatMap(({ words }) => words),
    // The root that bwrap builds lies in memory: what is written there would be lost without a word.
    ...['--remount-ro', '/', '--chdir', world.cwd, '--', ...command],
  ]
}

interface Bind {
  readonly path: string
  readonly words: readonly string[]
  readonly isWritable: boolean
}

/** Parents before what lies in them; of two claims to one path, the policy's writable one. */
function bindsOf({ readable, configuration, policy, places }: BubblewrapWorld): readonly Bind[] {
  const own = [
    bind('/etc', configuration, false),
    ...readable.flatMap((shown) => readableBind(shown)),
    bind('/tmp', places.tmp, true),
    bind(confinedHome, places.home, true),
    ...policy.writable.map((path) => bind(path, path, true)),
  ]
  const mounts = places.mounts.map(({ path, directory, readOnly }) => bind(path, directory, !readOnly))
  for (const { path } of mounts) {
    const taken = reservedPath(path) ?? own.find((other) => overlap(path, other.path))?.path
    if (taken !== undefined) throw new MountPathError(path, taken)
  }
  const all = new Map([...own, ...mounts].map((each) => [each.path, each]))
  for (const { path } of all.values()) {
    // Commands could put a link where the next bind goes, and so lead it out of the sandbox.
    const around = [...all.values()].find(
      (other) => other.isWritable && other.path !== path && isWithin(path, other.path),
    )
    if (around !== undefined) throw new MountPathError(path, around.path)
  }
  return [...all.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

function readableBind({ path, how }: ReadableBind): readonly Bind[] {
  // Copies and links of the configuration are in it already.
  if (isWithin(path, '/etc') && how.type !== 'bind') return []
  if (how.type === 'link') return [{ path, words: ['--symlink', how.target, path], isWritable: false }]
  return [bind(path, path, false)]
}

function bind(path: string, source: string, isWritable: boolean): Bind {
  return { path, words: [isWritable ? '--bind' : '--ro-bind', source, path], isWritable }
}
