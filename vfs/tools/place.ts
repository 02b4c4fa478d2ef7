import type { MountView } from '../../core/ports/tool.ts'
import { ToolFailure } from './tool-failure.ts'

/** A path inside one mount: `path` is relative to its root, empty for the root itself. */
export interface Place {
  readonly mount: MountView
  readonly path: string
}

/**
 * Where a path of the model leads: absolute inside the workspace, or relative to the first mount.
 * @throws ToolFailure for a path outside of every mount
 */
export function locate(path: string, mounts: readonly MountView[]): Place {
  const absolute = absolutePath(path, mounts)
  const mount = mountOf(absolute, mounts)
  if (mount === null) throw new ToolFailure(`${path} is outside of the workspace. ${describeMounts(mounts)}`)
  return { mount, path: withinMount(absolute, mount) }
}

/** Where a search begins: one place, or every mount for a directory above them all. */
export function locateAll(path: string | undefined, mounts: readonly MountView[]): readonly Place[] {
  const absolute = absolutePath(path ?? '', mounts)
  const inside = mounts.filter((mount) => absolute === '/' || mount.path.startsWith(`${absolute}/`))
  if (mountOf(absolute, mounts) === null && inside.length > 0) return inside.map((mount) => ({ mount, path: '' }))
  return [locate(path ?? '', mounts)]
}

/** The shortest path that the model can use: relative inside the first mount, else absolute. */
export function showPath(place: Place, mounts: readonly MountView[]): string {
  if (place.mount.path === mounts[0]?.path) return place.path === '' ? '.' : place.path
  return place.path === '' ? place.mount.path : `${place.mount.path.replace(/\/$/, '')}/${place.path}`
}

/** The mounts in one sentence. */
export function describeMounts(mounts: readonly MountView[]): string {
  if (mounts.length === 0) return 'No directory is mounted in this session.'
  const names = mounts.map((mount) => (mount.readOnly ? `${mount.path} (read-only)` : mount.path))
  return `Mounted: ${names.join(', ')}; relative paths start at ${mounts[0]?.path}.`
}

function absolutePath(path: string, mounts: readonly MountView[]): string {
  if (path === '~' || path.startsWith('~/')) {
    throw new ToolFailure(`${path} cannot be used: there is no home directory here. ${describeMounts(mounts)}`)
  }
  if (path.includes('\0')) throw new ToolFailure('a path cannot contain a NUL character')
  const joined = path.startsWith('/') ? path : `${mounts[0]?.path ?? ''}/${path}`
  const names: string[] = []
  for (const name of joined.split('/')) {
    if (name === '' || name === '.') continue
    if (name !== '..') names.push(name)
    else if (names.pop() === undefined) {
      throw new ToolFailure(`${path} leads above the root of the workspace. ${describeMounts(mounts)}`)
    }
  }
  return `/${names.join('/')}`
}

function mountOf(absolute: string, mounts: readonly MountView[]): MountView | null {
  const holding = mounts.filter(({ path }) => path === '/' || absolute === path || absolute.startsWith(`${path}/`))
  return holding.toSorted((a, b) => b.path.length - a.path.length)[0] ?? null
}

function withinMount(absolute: string, mount: MountView): string {
  return absolute.slice(mount.path === '/' ? 1 : mount.path.length + 1)
}
