import { lstatSync, readlinkSync, realpathSync } from 'node:fs'
import { isWithin } from '../policy/is-within.ts'
import { networkConfiguration } from '../policy/system-paths.ts'

/** How one readable path appears inside. */
export interface ReadableBind {
  readonly path: string
  readonly how: ShownAs
}

/**
 * `bind`: as it is, whatever it is. `copy`: a file of `/etc`, copied once, since every bind costs the start of every
 * sandbox half a millisecond. `link`: a link to what is readable too, as `/bin` to `usr/bin`.
 */
export type ShownAs = { readonly type: 'bind' | 'copy' } | { readonly type: 'link'; readonly target: string }

/** What of these paths is there, and how to show it. */
export function readableBinds(paths: readonly string[]): readonly ReadableBind[] {
  return paths.flatMap((path): readonly ReadableBind[] => {
    try {
      return [{ path, how: shownAs(path, paths) }]
    } catch {
      // Not on this machine: nothing to show.
      return []
    }
  })
}

function shownAs(path: string, paths: readonly string[]): ShownAs {
  const stat = lstatSync(path)
  if (stat.isSymbolicLink()) {
    const real = realpathSync(path)
    const isShown = paths.some((other) => other !== path && isWithin(real, other))
    return isShown ? { type: 'link', target: readlinkSync(path) } : { type: 'bind' }
  }
  const isSteady = stat.isFile() && isWithin(path, '/etc') && !networkConfiguration.includes(path)
  return { type: isSteady ? 'copy' : 'bind' }
}
