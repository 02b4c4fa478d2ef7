import { isGone, type Driving } from '../../core/host/index.ts'
import type { LeaseOwner } from '../../core/ports/leases.ts'
import { note, type NoteBlock } from './block.ts'

/** What a person is told when another process drives, or none can; null when it goes without saying. */
export function drivingNote(driving: Driving): NoteBlock | null {
  switch (driving.type) {
    case 'driving':
      return driving.from === null ? null : note(`${whatBecameOf(driving.from)}; this one carries on`, 'warning')
    case 'unable':
      return note(`this process cannot go on with the session: ${driving.reason}`, 'error')
    case 'following':
    case 'idle':
      return null
  }
}

/** A lease also ends when its holder is stopped, or its machine sleeps. */
function whatBecameOf(from: LeaseOwner): string {
  return `the process that drove this session (pid ${from.pid}) ${isGone(from) ? 'is gone' : 'does not answer'}`
}

/** What a person is told when the disk is full, and when it has room again. */
export function roomNote(full: Error | null): NoteBlock {
  if (full === null) return note('there is room on the disk again; this goes on')
  return note(`the disk is full: free some space, this goes on by itself (${full.message.replace(/:.*/, '')})`, 'error')
}
