import { isAbsolute, relative, resolve } from 'node:path'
import { UsageError } from '../errors.ts'
import type { MountChanges } from './mount-changes.ts'

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
  const selected = new Map<string, Set<string>>()
  for (const name of names) {
    const found = all.flatMap(({ mount, changes }) => {
      const places = possiblePlaces(name, mount.source, mount.path, directory)
      return changes
        .filter(({ path }) => places.some((place) => place === '' || path === place || path.startsWith(`${place}/`)))
        .map(({ path }) => ({ mount: mount.path, path }))
    })
    if (found.length === 0) throw new UsageError(`${name}: nothing changed there; lightspeed diff --name-only shows what did`)
    for (const { mount, path } of found) selected.set(mount, (selected.get(mount) ?? new Set()).add(path))
  }
  return new Map([...selected].map(([mount, paths]) => [mount, [...paths]]))
}

function possiblePlaces(name: string, source: string | null, mountPath: string, directory: string): readonly string[] {
  const inWorkspace = isAbsolute(name) ? below(mountPath, name) : null
  const onDisk = source === null ? null : below(source, resolve(directory, name))
  const fromMount = isAbsolute(name) || (source !== null && below(source, directory) !== null) ? null : relative('', name)
  return [inWorkspace, onDisk, fromMount].filter((place) => place !== null)
}

/** The path below a directory, `` for itself, null when it is not inside. */
function below(directory: string, path: string): string | null {
  const place = relative(directory, path)
  return place === '..' || place.startsWith('../') || isAbsolute(place) ? null : place
}
