import { hostname } from 'node:os'
import type { SessionId } from '../../core/values/ids.ts'
import { thisDisk } from '../args/mount-disk.ts'
import { DeniedError, FailedError } from '../errors.ts'
import { elsewhere, isHomeless, type MountHere } from './mounts-here.ts'
import { placingCommand } from './placing-command.ts'

/**
 * Makes sure that what changed has a directory to go to, and says how it gets one.
 * @throws DeniedError where none is here, FailedError `apply-missing` where it is gone
 */
export function requirePlaces(changed: readonly MountHere[], session: SessionId): void {
  const missing = changed.filter(({ source }) => source === null)
  if (missing.length > 0) throw new DeniedError(`${whyNone(missing)}; ${wayOut(changed, session)}${others(changed)}`)
  const gone = changed.filter(({ source }) => source !== null && thisDisk.kindOf(source) !== 'directory')
  const [one, second] = gone
  if (one === undefined) return
  const which = gone.map(({ path, source }) => `${path} is ${source ?? ''}`).join(', ')
  const what =
    second === undefined ? 'which is gone; restore that directory' : 'which are gone; restore these directories'
  throw new FailedError('apply-missing', `${which}, ${what}, or ${wayOut(changed, session)}`)
}

function wayOut(changed: readonly MountHere[], session: SessionId): string {
  const homeless = changed.filter(isHomeless)
  const where = homeless.length === 1 ? 'writes its changes to DIR' : 'writes their changes there'
  return `${placingCommand(session, homeless)} ${where}`
}

function whyNone(missing: readonly MountHere[]): string {
  const places = missing.map((mount) => {
    const place = elsewhere(mount)
    return `${mount.path} ${place === null ? 'has no directory on this machine' : `is ${place}`}`
  })
  const machine = missing.some((mount) => elsewhere(mount) !== null) ? `, and this machine is ${hostname()}` : ''
  return `${places.join(', ')}${machine}`
}

/** Several people may have mounted directories of theirs: one's own need not wait for the others. */
function others(changed: readonly MountHere[]): string {
  const here = changed.filter(({ source }) => source !== null).map(({ path }) => path)
  return here.length === 0 ? '' : `; ${here.join(' ')} behind -- limits it to what is here`
}
