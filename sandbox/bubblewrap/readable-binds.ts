import { lstatSync, readlinkSync, realpathSync } from 'node:fs'
import { isWithin } from '../policy/is-within.ts'

/** How one readable path appears inside. */
export type ReadableBind =
  | { readonly type: 'directory'; readonly path: string }
  /** A link whose target is readable too: kept a link, as `/bin` to `usr/bin`. */
  | { readonly type: 'symlink'; readonly path: string; readonly target: string }

/** What of these paths is there, and how to show it. */
export function readableBinds(paths: readonly string[]): readonly ReadableBind[] {
  return paths.flatMap((path): readonly ReadableBind[] => {
    try {
      if (!lstatSync(path).isSymbolicLink()) return [{ type: 'directory', path }]
      const real = realpathSync(path)
      const isShown = paths.some((other) => other !== path && isWithin(real, other))
      return [isShown ? { type: 'symlink', path, target: readlinkSync(path) } : { type: 'directory', path }]
    } catch {
      // Not on this machine: nothing to show.
      return []
    }
  })
}
