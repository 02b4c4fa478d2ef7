import type { Event } from '../../core/machine/events.ts'
import { plural } from '../render/quantities.ts'
import { note, type NoteBlock } from './block.ts'

/** What a person is told of an event besides prompts, answers and calls; null for what the screen shows otherwise. */
export function noteOf(event: Event): NoteBlock | null {
  switch (event.kind) {
    case 'session.configured':
      return note(`model is now ${event.provider}/${event.model}${event.effort === null ? '' : `:${event.effort}`}`)
    case 'session.renamed':
      return note(`session is now called ${event.name}`)
    case 'session.forked':
      return note(`what stands above is shared with session ${event.source}`)
    case 'session.imported':
      return note(`what stands above was imported; it was session ${event.source}`)
    case 'run.withdrawn':
    case 'run.unsteered':
    case 'shell.withdrawn':
    case 'context.withdrawn':
      return note('something that waited was taken back')
    case 'shell.lost':
      return note('a command was lost with the process that ran it', 'warning')
    case 'turn.retried':
      return note(`${event.code}: ${event.message}; trying again`, 'warning')
    case 'tool.lost':
      return note('a call was lost with the process that ran it', 'warning')
    case 'context.compacted':
      return note(
        event.method === 'summary'
          ? 'the context was compacted; the log keeps everything'
          : 'older parts of the context were left out, since no summary could be had; the log keeps everything',
        event.method === 'summary' ? 'quiet' : 'warning',
      )
    case 'context.kept':
      return note(`the context was not compacted: ${event.message}`, 'warning')
    case 'workspace.mounted':
      return note(`${event.source ?? 'an empty workspace'} is at ${event.path}${event.readOnly ? ', read-only' : ''}`)
    case 'workspace.applied':
      return note(
        `${plural(event.files, 'file')} written to disk${event.conflicts === 0 ? '' : `, ${plural(event.conflicts, 'conflict')} left`}`,
        event.conflicts === 0 ? 'good' : 'warning',
      )
    default:
      return null
  }
}
