import type { Event } from '../../core/machine/events.ts'
import type { Tone } from '../chat/block.ts'
import { plural } from '../render/quantities.ts'

/** What a person is told of an event besides prompts, answers and calls. */
export interface EventNote {
  readonly text: string
  readonly tone: Tone
}

/** The words for an event; null for what is told otherwise, or not at all. `waited`: what it takes back, where that is known. */
export function eventNote(event: Event, waited: string | null = null): EventNote | null {
  switch (event.kind) {
    case 'session.created':
      return quiet(`the model is ${modelOf(event)}`)
    case 'session.configured':
      return quiet(`model is now ${modelOf(event)}`)
    case 'session.renamed':
      return quiet(`session is now called ${event.name}`)
    case 'session.forked':
      return quiet(`what stands above is shared with session ${event.source}`)
    case 'session.imported':
      return quiet(`what stands above was imported; it was session ${event.source}`)
    case 'run.withdrawn':
    case 'run.unsteered':
    case 'shell.withdrawn':
      return quiet(waited === null ? 'something that waited was taken back' : `taken back: ${waited}`)
    case 'context.withdrawn':
      return quiet('taken back: /compact')
    case 'shell.lost':
      return warning('a command was lost with the process that ran it')
    case 'turn.retried':
      return warning(`${event.code}: ${event.message}; trying again`)
    case 'turn.failed':
      return warning(event.message)
    case 'tool.lost':
      return warning('a call was lost with the process that ran it')
    case 'context.compacted':
      return event.method === 'summary'
        ? quiet('the context was compacted; the log keeps everything')
        : warning('older parts of the context were left out, since no summary could be had; the log keeps everything')
    case 'context.kept':
      return warning(`the context was not compacted: ${event.message}`)
    case 'workspace.mounted':
      return quiet(`${event.source ?? 'an empty workspace'} is at ${event.path}${event.readOnly ? ', read-only' : ''}`)
    case 'workspace.applied':
      return writtenNote(event, 'disk')
    case 'workspace.copied':
      return writtenNote(event, `${event.directory} on ${event.host}`)
    default:
      return null
  }
}

function writtenNote(event: { readonly files: number; readonly conflicts: number }, where: string): EventNote {
  const written = `${plural(event.files, 'file')} written to ${where}`
  if (event.conflicts === 0) return { text: written, tone: 'good' }
  return warning(`${written}, ${plural(event.conflicts, 'conflict')} left`)
}

function modelOf(model: { readonly provider: string; readonly model: string; readonly effort: string | null }): string {
  return `${model.provider}/${model.model}${model.effort === null ? '' : `:${model.effort}`}`
}

function quiet(text: string): EventNote {
  return { text, tone: 'quiet' }
}

function warning(text: string): EventNote {
  return { text, tone: 'warning' }
}
