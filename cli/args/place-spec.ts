import { resolve } from 'node:path'
import { mountPathProblem, shownPath } from '../../core/values/mount-path.ts'
import { UsageError } from '../errors.ts'
import type { MountDisk } from './mount-disk.ts'

/** A directory, and where in the workspace. */
export interface PlaceSpec {
  /** Absolute directory on disk. */
  readonly source: string
  /** Absolute path inside the workspace; null where it was left open. */
  readonly path: string | null
}

type Disk = Pick<MountDisk, 'kindOf'>

/**
 * Reads `DIR[:PATH]` of a flag. DIR may hold colons: what exists as a directory is a directory.
 * @throws UsageError
 */
export function readPlaceSpec(text: string, flag: string, disk: Disk): PlaceSpec {
  const colon = text.lastIndexOf(':/')
  if (isDirectory(text, disk) || colon < 1) return { source: existing(text, flag, disk), path: null }
  const source = existing(text.slice(0, colon), flag, disk)
  return { source, path: workspacePath(text.slice(colon + 1), flag) }
}

/** Whether a text names a directory as it is. */
export function isDirectory(path: string, disk: Disk): boolean {
  return disk.kindOf(path) === 'directory'
}

function existing(directory: string, flag: string, disk: Disk): string {
  const kind = disk.kindOf(directory)
  if (kind === 'directory') return resolve(directory)
  if (kind === null) throw new UsageError(`${flag} ${directory}: no such directory`)
  throw new UsageError(`${flag} ${directory}: this is a file; name the directory that it is in`)
}

function workspacePath(path: string, flag: string): string {
  const parts = path.split('/').filter((part) => part !== '')
  const clean = `/${parts.join('/')}`
  const problem = mountPathProblem(clean)
  if (problem === null) return clean
  throw new UsageError(`${flag} path ${shownPath(clean)}: ${problem}`)
}
