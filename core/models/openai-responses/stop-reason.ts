import type { Response } from 'openai/resources/responses/responses'
import type { StopReason } from '../../values/model-facts.ts'
import { unmappedStop } from '../shared/failure.ts'
import { isJson } from '../shared/json.ts'

type Reason = NonNullable<Response.IncompleteDetails['reason']>

/** Null: cannot follow from what this adapter sends (built-in tools, WebSocket steering). */
const incomplete: Readonly<Record<Reason, StopReason | null>> = {
  max_output_tokens: 'max-output',
  content_filter: 'content-filter',
  max_messages: null,
  steered: null,
}

/** Why a completed or incomplete response stopped. @throws ModelError `unmapped-stop` */
export function stopReason(response: Readonly<Record<string, unknown>>, calls: number, refused: boolean): StopReason {
  if (response.status === 'completed') return refused ? 'refusal' : calls > 0 ? 'tool-calls' : 'end'
  if (response.status !== 'incomplete') throw unmappedStop(response.status)
  const reason = isJson(response.incomplete_details) ? response.incomplete_details.reason : null
  const stop = typeof reason === 'string' && Object.hasOwn(incomplete, reason) ? incomplete[reason as Reason] : null
  if (stop === null) throw unmappedStop(reason)
  return stop
}
