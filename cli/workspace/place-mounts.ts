import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Mount } from '../../core/machine/workspace/state.ts'
import { UsageError } from '../errors.ts'
import { commandLine } from '../remote/typed-remote.ts'

/**
 * Mounts with the directory that `apply --to` names: for the one that has none here, because it was imported or
 * mounted from nowhere. @throws UsageError
 */
export function placeMounts(mounts: readonly Mount[], to: string | null): readonly Mount[] {
  if (to === null) return mounts
  const directory = resolve(to)
  if (!existsSync(directory) || !statSync(directory).isDirectory())
    throw new UsageError(`--to ${to}: no such directory`)
  const homeless = mounts.filter(({ source }) => source === null)
  const changed = homeless.filter(({ baseRef, headRef }) => baseRef !== headRef)
  const [one, second] = changed.length > 0 ? changed : homeless
  if (one === undefined) throw new UsageError('--to is for a workspace that has no directory here; this one has')
  if (second !== undefined) {
    const paths = homeless.map(({ path }) => path).join(', ')
    throw new UsageError(`--to cannot place several workspaces (${paths}); ${commandLine('diff')} shows them all`)
  }
  return mounts.map((mount) => (mount === one ? { ...mount, source: directory } : mount))
}
