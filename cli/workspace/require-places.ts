import { hostname } from 'node:os'
import { thisDisk } from '../args/mount-disk.ts'
import { DeniedError, FailedError } from '../errors.ts'
import { commandLine } from '../remote/typed-remote.ts'
import { elsewhere, type MountHere } from './mounts-here.ts'

/**
 * Makes sure that what changed has a directory to go to, and says how it gets one.
 * @throws DeniedError where none is here, FailedError `apply-missing` where it is gone
 */
export function requirePlaces(changed: readonly MountHere[]): void {
  for (const mount of changed) {
    const { path, source } = mount
    const wayOut = `${commandLine('apply --to DIR')} writes its changes to DIR`
    if (source === null) throw new DeniedError(`${path} ${whyNone(mount)}; ${wayOut}${others(changed)}`)
    if (thisDisk.kindOf(source) !== 'directory')
      throw new FailedError(
        'apply-missing',
        `${path} is ${source}, which is gone; restore that directory, or ${wayOut}`,
      )
  }
}

function whyNone(mount: MountHere): string {
  const place = elsewhere(mount)
  return place === null ? 'has no directory on this machine' : `is ${place}, and this machine is ${hostname()}`
}

/** Several people may have mounted directories of theirs: one's own need not wait for the others. */
function others(changed: readonly MountHere[]): string {
  const here = changed.filter(({ source }) => source !== null).map(({ path }) => path)
  return here.length === 0 ? '' : `; ${here.join(' ')} behind -- limits it to what is here`
}
