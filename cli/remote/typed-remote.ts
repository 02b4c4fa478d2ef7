import { checkRemote } from './check-remote.ts'
import { UsageError } from '../errors.ts'

/** What `--remote` said. Null where it was not typed: then plain commands reach the same sessions. */
let typed: string | null = null

/** Heeds `--remote` from now on, for this process and those that it starts. @throws UsageError */
export function heedRemote(remote: string): void {
  // Of a variable that is not set, say: the sessions of this machine were surely not meant.
  if (remote.trim() === '')
    throw new UsageError('--remote is empty; give an address or a name, or none for the sessions of this machine')
  checkRemote(remote, '--remote')
  process.env['LIGHTSPEED_REMOTE'] = remote
  typed = remote
}

/** A command as a person types it to work with the sessions that this process works with. */
export function commandLine(words: string): string {
  return `lightspeed ${words}${typed === null ? '' : ` --remote ${shellWord(typed)}`}`
}

/** A word as a shell takes it. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
