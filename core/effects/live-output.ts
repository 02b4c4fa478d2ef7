import type { OpId, SessionId } from '../values/ids.ts'
import type { EffectPorts } from './ports.ts'

/** Streams output to whoever watches, counted so that loss shows. */
export function liveOutput(
  session: SessionId,
  opId: OpId,
  attempt: number,
  { deltas }: Pick<EffectPorts, 'deltas'>,
): (text: string) => void {
  let n = 0
  return (text) => deltas.publish(session, { opId, attempt, n: n++, part: { type: 'output', text } })
}
