import type { Driving } from '../../core/host/index.ts'
import { note, type NoteBlock } from './block.ts'

/** What a person is told when another process drives, or none can; null when it goes without saying. */
export function drivingNote(driving: Driving): NoteBlock | null {
  switch (driving.type) {
    case 'driving':
      return driving.from === null
        ? null
        : note(`the process that drove this session (pid ${driving.from.pid}) is gone; this one carries on`, 'warning')
    case 'unable':
      return note(`this process cannot go on with the session: ${driving.reason}`, 'error')
    case 'following':
    case 'idle':
      return null
  }
}

/** What a person is told when the disk is full, and when it has room again. */
export function roomNote(full: Error | null): NoteBlock {
  if (full === null) return note('there is room on the disk again; this goes on')
  return note(`the disk is full: free some space, this goes on by itself (${full.message.replace(/:.*/, '')})`, 'error')
}
