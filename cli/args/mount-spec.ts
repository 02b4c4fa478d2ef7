import { resolve } from 'node:path'
import { mountPathProblem, shownPath } from '../../core/values/mount-path.ts'
import { UsageError } from '../errors.ts'
import type { MountDisk } from './mount-disk.ts'

/** A directory that becomes visible to the agent. */
export interface MountSpec {
  /** Absolute directory on disk. */
  readonly source: string
  /** Absolute path inside the workspace; null lets the position decide. */
  readonly path: string | null
  readonly readOnly: boolean
}

type Disk = Pick<MountDisk, 'kindOf'>

/**
 * Reads `DIR[:PATH][:ro]`. DIR may hold colons: what exists as a directory is a directory.
 * @throws UsageError
 */
export function readMountSpec(text: string, disk: Disk): MountSpec {
  if (text === '') throw new UsageError('--mount needs a directory: --mount DIR[:PATH][:ro]')
  if (isDirectory(text, disk)) return { source: resolve(text), path: null, readOnly: false }
  const mode = /:(ro|rw)$/.exec(text)
  const readOnly = mode?.[1] === 'ro'
  const place = mode ? text.slice(0, mode.index) : text
  const colon = place.lastIndexOf(':/')
  if (isDirectory(place, disk) || colon < 1) return { source: existing(place, disk), path: null, readOnly }
  const source = existing(place.slice(0, colon), disk)
  return { source, path: workspacePath(place.slice(colon + 1)), readOnly }
}

function isDirectory(path: string, disk: Disk): boolean {
  return disk.kindOf(path) === 'directory'
}

function existing(directory: string, disk: Disk): string {
  const kind = disk.kindOf(directory)
  if (kind === 'directory') return resolve(directory)
  if (kind === null) throw new UsageError(`--mount ${directory}: no such directory`)
  throw new UsageError(`--mount ${directory}: this is a file; mount the directory that it is in`)
}

function workspacePath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '')
  const clean = `/${parts.join('/')}`
  const problem = mountPathProblem(clean)
  if (problem === null) return clean
  throw new UsageError(`--mount path ${shownPath(clean)}: ${problem}`)
}
