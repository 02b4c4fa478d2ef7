import type { SessionId } from '../../core/values/ids.ts'
import { commandLine, shellWord } from '../remote/typed-remote.ts'
import type { MountHere } from './mounts-here.ts'

/** The command that says which directory each of these mounts is written to; DIR stands for what the person knows. */
export function placingCommand(session: SessionId, mounts: readonly MountHere[]): string {
  const [only, second] = mounts
  if (only !== undefined && second === undefined) return commandLine(`apply ${session} --to DIR`)
  // One that was named already is named again: nothing was written, so nothing is known of it.
  const places = mounts.map(({ path, source, isCopy }) => `${isCopy && source !== null ? source : 'DIR'}:${path}`)
  return commandLine(`apply ${session} ${places.map((place) => `--to ${shellWord(place)}`).join(' ')}`)
}
