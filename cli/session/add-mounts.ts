import { basename } from 'node:path'
import type { Mount } from '../../core/machine/workspace/state.ts'
import type { MountSpec, PlacedMount } from '../args/mount-spec.ts'
import { UsageError } from '../errors.ts'

/** Mounts that a session does not have yet, each with its path. @throws UsageError when a path is taken */
export function addedMounts(specs: readonly MountSpec[], present: readonly Mount[]): readonly PlacedMount[] {
  const added: PlacedMount[] = []
  for (const spec of specs) {
    const same = present.find(
      ({ source, path }) => source === spec.source && (spec.path === null || spec.path === path),
    )
    if (same) continue
    const path = spec.path ?? `/mnt/${basename(spec.source)}`
    if ([...present, ...added].some((mount) => mount.path === path)) {
      throw new UsageError(
        `something else is mounted at ${path}; choose another path: --mount ${spec.source}:/elsewhere`,
      )
    }
    added.push({ ...spec, path })
  }
  return added
}
