import { basename, resolve } from 'node:path'
import { UsageError } from '../errors.ts'

/** A directory that becomes visible to the agent. */
export interface MountSpec {
  /** Absolute directory on disk. */
  readonly source: string
  /** Absolute path inside the workspace; null lets the position decide. */
  readonly path: string | null
  readonly readOnly: boolean
}

/**
 * Reads `DIR[:PATH][:ro]`. DIR may hold colons: what exists as a directory is a directory.
 * @throws UsageError
 */
export function readMountSpec(text: string, isDirectory: (path: string) => boolean): MountSpec {
  if (text === '') throw new UsageError('--mount needs a directory: --mount DIR[:PATH][:ro]')
  if (isDirectory(text)) return { source: resolve(text), path: null, readOnly: false }
  const mode = /:(ro|rw)$/.exec(text)
  const readOnly = mode?.[1] === 'ro'
  const place = mode ? text.slice(0, mode.index) : text
  const colon = place.lastIndexOf(':/')
  if (isDirectory(place) || colon < 1) return { source: existing(place, isDirectory), path: null, readOnly }
  const source = existing(place.slice(0, colon), isDirectory)
  return { source, path: workspacePath(place.slice(colon + 1)), readOnly }
}

function existing(directory: string, isDirectory: (path: string) => boolean): string {
  if (!isDirectory(directory)) throw new UsageError(`--mount ${directory}: no such directory`)
  return resolve(directory)
}

function workspacePath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '')
  if (parts.length === 0 || parts.some((part) => part === '.' || part === '..')) {
    throw new UsageError(`--mount path ${path}: must be an absolute path below /, without . or ..`)
  }
  return `/${parts.join('/')}`
}

/** A mount whose place is settled. */
export type PlacedMount = MountSpec & { readonly path: string }

/**
 * Gives each mount its path: the first is `/workspace`, others `/mnt/<name>`.
 * @throws UsageError when two mounts would share a path or lie inside each other
 */
export function placeMounts(specs: readonly MountSpec[]): readonly PlacedMount[] {
  const placed = specs.map((spec, index) => ({
    ...spec,
    path: spec.path ?? (index === 0 ? '/workspace' : `/mnt/${basename(spec.source)}`),
  }))
  for (const [index, mount] of placed.entries()) {
    const clash = placed.slice(0, index).find((other) => overlap(other.path, mount.path))
    if (clash) {
      throw new UsageError(
        `mounts ${clash.path} and ${mount.path} overlap; give one another path: --mount ${mount.source}:/elsewhere`,
      )
    }
  }
  return placed
}

/** Whether one path is, or lies inside, the other. */
function overlap(a: string, b: string): boolean {
  return `${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`)
}
