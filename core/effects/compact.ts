import type { CompactIntent } from '../machine/intents.ts'
import type { CompactionReason, ContextEvent, NewItem } from '../machine/context/events.ts'
import type { State } from '../machine/state.ts'
import type { Generation, Model, ModelRequest } from '../ports/model.ts'
import { errorCode, errorMessage } from '../values/errors.ts'
import { droppedText, summaryRequest, summaryText } from './compact-words.ts'
import { billOf } from './bill.ts'
import { meteredOf, type Meter } from './meter.ts'
import { isModelError } from './generate.ts'
import { patiently } from './patiently.ts'
import type { EffectPorts } from './ports.ts'
import type { EffectResult } from './result.ts'
import type { EffectScope } from './scope.ts'
import { openStage } from './stage.ts'
import { transcript } from './transcript.ts'

/** Window assumed when the catalogue does not know it, in tokens. */
const assumedWindow = 128_000

/** Of a compaction that asked nobody. */
const noBill = { usage: null, costMicroUsd: null }

/** An input whose text is larger than this is left to the summary, in bytes. */
const keptInputBytes = 8 * 1024

/**
 * Replaces the window by a summary of it: first by asking over the cached prefix, then over a
 * shortened transcript. An overflow ends in a smaller window whatever the provider does.
 */
export async function compact({ opId, number, reason }: CompactIntent, scope: EffectScope): Promise<EffectResult> {
  const { state, window, ports, signal, meter } = scope
  const config = state.session
  const stage = openStage(ports.blobs, ports.hash)
  const format = await ports.models.format(config.api)
  const bill = () => (meter.total === null ? null : billOf(meter.total, config, ports.models))
  const done = (event: ContextEvent): EffectResult => ({ opId, events: [event], blobs: stage.staged() })
  const replaceBy = (text: string): readonly NewItem[] => [
    { kind: 'summary', ...stage.putJson(format.userItem(text)) },
    ...openInput(state, reason),
  ]
  let opened: Model | null = null
  try {
    const model = await ports.models.open(config)
    opened = model
    const request = await patiently(() => window.request(config, state.context.items), scope, signal)
    const ask = (asked: ModelRequest) => askPatiently(model, asked, ports, signal, meter)
    const whole: ModelRequest = { ...request, items: [...request.items, format.userItem(summaryRequest)] }
    const limit = (config.windowTokens ?? assumedWindow) * 2
    const short = `${transcript(request.items, format, limit)}\n\n${summaryRequest}`
    const shortened: ModelRequest = { ...request, tools: [], items: [format.userItem(short)] }
    const answer = reason === 'overflow' ? await ask(shortened) : await askWhole(ask, whole, shortened)
    if (answer.text.trim() === '') throw new Error('the model answered with no summary')
    const items = replaceBy(summaryText(answer.text))
    return done({ kind: 'context.compacted', number, items, method: 'summary', ...noBill, ...bill() })
  } catch (error) {
    // As in generate.ts: what is wrong with this place says nothing of the conversation.
    if (opened === null && !isModelError(error)) throw error
    const message = errorMessage(error).slice(0, 300)
    if (reason !== 'overflow') return done({ kind: 'context.kept', number, message, ...bill() })
    const items = replaceBy(droppedText)
    return done({ kind: 'context.compacted', number, items, method: 'dropped', ...noBill, ...bill() })
  }
}

async function askWhole(
  ask: (request: ModelRequest) => Promise<Generation>,
  whole: ModelRequest,
  shortened: ModelRequest,
): Promise<Generation> {
  try {
    const answer = await ask(whole)
    return answer.text.trim() === '' ? await ask(shortened) : answer
  } catch (error) {
    if (errorCode(error) === 'context-overflow') return ask(shortened)
    throw error
  }
}

/** Retries as a turn would, without a record of each attempt: only the outcome matters here. */
async function askPatiently(
  model: Model,
  request: ModelRequest,
  ports: EffectPorts,
  signal: AbortSignal,
  meter: Meter,
): Promise<Generation> {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await model.generate(request, () => undefined, signal, meter.streaming)
      meter.answered(meteredOf(answer))
      return answer
    } catch (error) {
      meter.failed()
      const delayMs = isModelError(error) ? ports.models.retryDelay(attempt, error.failure) : null
      if (delayMs === null || signal.aborted) throw error
      await ports.clock.sleep(delayMs, signal)
    }
  }
}

/** The request under way is kept word for word, unless it is itself what fills the window. */
function openInput({ run }: State, reason: CompactionReason): readonly NewItem[] {
  const input = run.active?.input
  if (input === undefined) return []
  const { sizeBytes, imageBytes = 0 } = input
  // Bytes say nothing of what an image takes, so one is let go when the window did overflow.
  if (imageBytes > 0 && reason === 'overflow') return []
  return sizeBytes - imageBytes > keptInputBytes ? [] : [input]
}
