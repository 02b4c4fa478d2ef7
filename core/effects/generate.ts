import type { GenerateIntent } from '../machine/intents.ts'
import type { NewItem } from '../machine/context/events.ts'
import type { SessionConfig } from '../machine/session/state.ts'
import type { TurnEvent } from '../machine/turn/events.ts'
import { attemptOpId } from '../machine/op-ids.ts'
import type { Generation, Model, ModelError } from '../ports/model.ts'
import type { DeltaPart } from '../ports/deltas.ts'
import type { Toolset } from '../ports/tool.ts'
import type { Bill } from '../values/model-facts.ts'
import { errorMessage } from '../values/errors.ts'
import type { SessionId } from '../values/ids.ts'
import { billOf } from './bill.ts'
import { meteredOf } from './meter.ts'
import { patiently } from './patiently.ts'
import type { EffectPorts } from './ports.ts'
import type { EffectResult } from './result.ts'
import type { EffectScope } from './scope.ts'
import { openStage, type Stage } from './stage.ts'

/** Asks the model for one answer, once. Failures of the model come back as facts. */
export async function generate(intent: GenerateIntent, scope: EffectScope): Promise<EffectResult> {
  const { session, state, window, ports, signal, meter } = scope
  const began = ports.clock.now()
  let model: Model | null = null
  try {
    model = await ports.models.open(state.session)
    const request = await patiently(() => window.request(state.session, state.context.items), scope, signal)
    const generation = await model.generate(request, publisher(intent, session, ports), signal, meter.streaming)
    meter.answered(meteredOf(generation))
    const toolset = await ports.toolset(session, state.session.dialect)
    const stage = openStage(ports.blobs, ports.hash)
    const event = toEvent(intent, state.session, generation, toolset, stage, ports, ports.clock.now() - began)
    return { opId: intent.opId, events: [event], blobs: stage.staged() }
  } catch (error) {
    // This place is at fault and not the model: the run is left as it is, to go on elsewhere or later.
    if (model === null && !isModelError(error)) throw error
    meter.failed()
    const bill = meter.total === null ? null : billOf(meter.total, state.session, ports.models)
    return failed(intent, error, bill, ports)
  }
}

function toEvent(
  { turnId, attempt }: GenerateIntent,
  config: SessionConfig,
  generation: Generation,
  toolset: Toolset,
  stage: Stage,
  ports: EffectPorts,
  durationMs: number,
): TurnEvent {
  const { stop, text } = generation
  const bill = billOf(meteredOf(generation), config, ports.models)
  if (stop === 'refusal' || stop === 'content-filter') {
    const message = text === '' ? 'the model refused to answer' : `the model refused: ${text.slice(0, 300)}`
    return { kind: 'turn.failed', turnId, attempt, code: stop, status: null, message, ...bill }
  }
  const items = generation.items.map(({ kind, item }): NewItem => ({ kind, ...stage.putJson(item) }))
  const calls = generation.calls.map(({ callId, name, args }) => ({
    callId,
    name,
    argsRef: stage.putText(args),
    effectClass: toolset.find(name)?.effectClass ?? 'pure',
  }))
  const textRef = text === '' ? null : stage.putText(text)
  return { kind: 'turn.generated', turnId, items, calls, stop, ...bill, textRef, durationMs }
}

function failed(
  { opId, turnId, attempt }: GenerateIntent,
  error: unknown,
  bill: Bill | null,
  ports: EffectPorts,
): EffectResult {
  const known = isModelError(error) ? error : null
  const facts = known?.failure ?? { status: null, retryable: false, retryAfterMs: null }
  const cause = {
    code: known?.code ?? ('internal' as const),
    status: facts.status,
    message: oneLine(errorMessage(error)),
  }
  const delayMs = ports.models.retryDelay(attempt, facts)
  if (delayMs !== null) {
    const events = [{ kind: 'turn.retried' as const, turnId, attempt, ...cause, delayMs, ...bill }]
    return { opId: attemptOpId(opId, attempt), events, blobs: [] }
  }
  const message = `${cause.message}${waitWords(facts.retryAfterMs)}`
  return {
    opId,
    events: [{ kind: 'turn.failed', turnId, attempt, ...cause, message, usage: null, costMicroUsd: null, ...bill }],
    blobs: [],
  }
}

/** For the person, who decides when nobody tries again by themselves. */
function waitWords(retryAfterMs: number | null): string {
  return retryAfterMs === null ? '' : `; the provider asks to wait ${Math.ceil(retryAfterMs / 1000)} s`
}

/** Streams parts to whoever watches, counted so that loss shows. */
function publisher(
  { opId, attempt }: GenerateIntent,
  session: SessionId,
  { deltas }: EffectPorts,
): (part: DeltaPart) => void {
  let n = 0
  return (part) => deltas.publish(session, { opId, attempt, n: n++, part })
}

/** By shape: errors of the same class may come from another copy of the module. */
export function isModelError(error: unknown): error is ModelError {
  return error instanceof Error && 'failure' in error && 'code' in error
}

function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ').trim().slice(0, 300)
}
