import type { Mount } from '../../core/machine/workspace/state.ts'

/**
 * The machine that all directories of a session are on, when it is another one; null when one is here, when there is none,
 * and when it is not known of each whose it is.
 */
export function otherMachine(mounts: readonly Mount[], machine: string): string | null {
  const hosts = mounts.flatMap(({ source, host = null, copies = [] }) => [
    ...(source === null ? [] : [host]),
    ...copies.map((copy) => copy.host),
  ])
  return hosts.includes(machine) || hosts.includes(null) ? null : (hosts[0] ?? null)
}
