import type { Intent } from '../machine/index.ts'
import { asksModel } from './asks-model.ts'
import type { InFlight } from './in-flight.ts'

/** What would be lost of a session if its process ended now; what may be done again without harm is not counted. */
export interface Unrecorded {
  /** Of commands and calls that are over, and could not be stored yet. */
  readonly results: number
  /** Commands and calls that are under way. */
  readonly calls: number
  /** Of a model that has been asked, and is to be asked again. */
  readonly answers: number
}

/** Counts what is in flight of what is wanted. */
export function countUnrecorded(wanted: readonly Intent[], inFlight: Pick<InFlight, 'has' | 'hasArrived'>): Unrecorded {
  const begun = wanted.filter(({ opId }) => inFlight.has(opId))
  const once = begun.filter(isDoneOnce)
  const results = once.filter(({ opId }) => inFlight.hasArrived(opId)).length
  const answers = begun.filter(asksModel).length
  return { results, calls: once.length - results, answers }
}

function isDoneOnce(intent: Intent): boolean {
  if (intent.kind === 'shell.run' || intent.kind === 'shell.stop') return true
  return (intent.kind === 'tool.run' || intent.kind === 'tool.stop') && intent.call.effectClass === 'opaque'
}
