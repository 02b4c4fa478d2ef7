import { resolve } from 'node:path'
import { UsageError } from '../errors.ts'
import type { MountDisk } from './mount-disk.ts'
import { isDirectory, readPlaceSpec, type PlaceSpec } from './place-spec.ts'

/** A directory that becomes visible to the agent; a null `path` lets the position decide. */
export interface MountSpec extends PlaceSpec {
  readonly readOnly: boolean
}

/**
 * Reads `DIR[:PATH][:ro]`. DIR may hold colons: what exists as a directory is a directory.
 * @throws UsageError
 */
export function readMountSpec(text: string, disk: Pick<MountDisk, 'kindOf'>): MountSpec {
  if (text === '') throw new UsageError('--mount needs a directory: --mount DIR[:PATH][:ro]')
  if (isDirectory(text, disk)) return { source: resolve(text), path: null, readOnly: false }
  const mode = /:(ro|rw)$/.exec(text)
  const place = mode ? text.slice(0, mode.index) : text
  return { ...readPlaceSpec(place, '--mount', disk), readOnly: mode?.[1] === 'ro' }
}
