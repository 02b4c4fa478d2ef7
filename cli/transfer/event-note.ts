import type { Event } from '../../core/machine/events.ts'
import { plural } from '../render/quantities.ts'

/** What a reader should know besides prompts, answers and calls; null for all else. */
export function noteOf(event: Event): string | null {
  switch (event.kind) {
    case 'session.created':
    case 'session.configured':
      return `model ${event.provider}/${event.model}${event.effort === null ? '' : `:${event.effort}`}`
    case 'session.renamed':
      return `named ${event.name}`
    case 'session.forked':
      return `forked from session ${event.source} at ${event.sourceSeq}`
    case 'session.imported':
      return `imported; it was session ${event.source}`
    case 'workspace.mounted':
      return event.source === null ? null : `${event.path} mounted from ${event.source}`
    case 'workspace.applied':
      return `${plural(event.files, 'file')} of ${event.path} written to disk, ${plural(event.conflicts, 'conflict')} left`
    case 'context.compacted':
      return event.method === 'summary'
        ? 'the conversation so far was summarised'
        : 'the conversation so far was dropped'
    case 'turn.retried':
    case 'turn.failed':
      return event.message
    default:
      return null
  }
}
