import type { GatewayOptions } from './gateway-options.ts'
import { answerMs, quickAnswerMs } from './limits.ts'
import { SilentStoreError } from './rpc-error.ts'
import { within } from './within.ts'

/** Bounds what is looked up before anything is answered: whoever asks hears that the database says nothing. */
export function soonOf(
  options: Pick<GatewayOptions, 'answerMs' | 'whySilent'>,
): <Found>(looking: Promise<Found>) => Promise<Found> {
  const { answerMs: mostMs = answerMs, whySilent = () => null } = options
  const ms = Math.min(mostMs, quickAnswerMs)
  return (looking) => within(ms, looking, () => whySilent() ?? new SilentStoreError('Postgres', ms))
}
