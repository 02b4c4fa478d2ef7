import { isAbsolute, relative, resolve } from 'node:path'
import { UsageError } from '../errors.ts'
import type { MountChanges } from './mount-changes.ts'
import { commandLine } from '../remote/typed-remote.ts'

/**
 * The changed paths that a person names, by mount: relative to the current directory when that lies
 * in a mounted one, otherwise to the mount; or absolute, on disk or in the workspace. A directory
 * names what changed below it. @throws UsageError when one names no change
 */
export function selectPaths(
  names: readonly string[],
  all: readonly MountChanges[],
  directory: string,
): ReadonlyMap<string, readonly string[]> {
  const inside = all.some(({ mount }) => mount.source !== null && below(mount.source, directory) !== null)
  const selected = new Map<string, Set<string>>()
  for (const name of names) {
    const found = all.flatMap(({ mount, changes }) => {
      const places = [
        isAbsolute(name) ? below(mount.path, name) : null,
        mount.source === null ? null : below(mount.source, resolve(directory, name)),
        isAbsolute(name) || inside ? null : relative('', name),
      ]
      return changes
        .filter(({ path }) => places.some((place) => place !== null && holds(place, path)))
        .map(({ path }) => ({ mount: mount.path, path }))
    })
    if (found.length === 0)
      throw new UsageError(`${name}: nothing changed there; ${commandLine('diff --name-only')} shows what did`)
    for (const { mount, path } of found) selected.set(mount, (selected.get(mount) ?? new Set()).add(path))
  }
  return new Map([...selected].map(([mount, paths]) => [mount, [...paths]]))
}

/** The path below a directory, `` for itself, null when it is not inside. */
function below(directory: string, path: string): string | null {
  const place = relative(directory, path)
  return place === '..' || place.startsWith('../') || isAbsolute(place) ? null : place
}

function holds(place: string, path: string): boolean {
  return place === '' || path === place || path.startsWith(`${place}/`)
}
