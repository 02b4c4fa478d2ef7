import type { DeltaPart } from '../../ports/deltas.ts'
import type { Generation, Model, ModelFormat, ModelRequest } from '../../ports/model.ts'
import { ModelError } from '../../ports/model.ts'
import type { Usage } from '../../values/model-facts.ts'
import { noUsage } from '../../values/usage.ts'
import { errorMessage } from '../../values/errors.ts'
import type { ClientOptions } from './client-options.ts'
import { limitsOf } from './client-options.ts'
import { failure } from './failure.ts'
import { malformed } from './json.ts'
import { readStream } from './stream.ts'

/** An answer so far, and what the newest event lets people see. The same draft back: nothing happened. */
export interface Step<Draft> {
  readonly draft: Draft
  readonly deltas: readonly DeltaPart[]
}

/** One wire format: how to open a stream, and pure functions for the rest. */
export interface Wire<Draft> {
  readonly format: ModelFormat
  open(body: Record<string, unknown>, signal: AbortSignal): Promise<AsyncIterable<unknown>>
  readonly empty: Draft
  add(draft: Draft, event: unknown): Step<Draft>
  /** Tokens billed so far, as the provider has said; null when it has not. */
  usageSoFar(draft: Draft): Usage | null
  /** Whether nothing more is needed. */
  isWhole(draft: Draft): boolean
  /** @throws ModelError when the answer is not whole, failed, or is empty */
  finish(draft: Draft, request: ModelRequest): Generation
  toModelError(thrown: unknown, now: number): ModelError
}

/** A model that streams one answer per call over a wire format. */
export function streamingModel<Draft>(wire: Wire<Draft>, options: ClientOptions): Model {
  async function generate(
    request: ModelRequest,
    onDelta: (part: DeltaPart) => void,
    signal: AbortSignal,
    onUsage: (usage: Usage | null) => void,
  ): Promise<Generation> {
    let draft = wire.empty
    let isAccepted = false
    // What an interrupted request has cost is not said: not nothing, in any case.
    onUsage(noUsage)
    const onEvent = (event: unknown): 'none' | 'some' | 'whole' => {
      const step = guarded(() => wire.add(draft, event))
      if (step.draft === draft) return 'none'
      draft = step.draft
      onUsage(wire.usageSoFar(draft) ?? noUsage)
      step.deltas.forEach(onDelta)
      return wire.isWhole(draft) ? 'whole' : 'some'
    }
    const open = async (inner: AbortSignal): Promise<AsyncIterable<unknown>> => {
      const stream = await wire.open(wire.format.requestBody(request), inner)
      isAccepted = true
      return stream
    }
    try {
      const events = await readStream(open, onEvent, limitsOf(options), signal)
      isAccepted = events > 0
      if (events === 0) throw failure('stream-cut', 'the provider sent no event; check that the base URL is its API')
      return guarded(() => wire.finish(draft, request))
    } catch (thrown) {
      const error = thrown instanceof ModelError ? thrown : wire.toModelError(thrown, Date.now())
      if (!isAccepted && !isGivenUp(error)) onUsage(null)
      throw withoutSecret(error, options.apiKey)
    }
  }

  return {
    format: wire.format,
    generate: (request, onDelta, signal, onUsage = () => undefined) => generate(request, onDelta, signal, onUsage),
  }
}

/** Whether we stopped waiting, so that nobody knows how far the provider was. */
function isGivenUp({ code, failure: { status } }: ModelError): boolean {
  return status === null && (code === 'aborted' || code === 'timeout')
}

function guarded<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    throw error instanceof ModelError ? error : malformed(errorMessage(error))
  }
}

/** Some gateways repeat the key in their complaint; messages are stored in the log. */
function withoutSecret(error: ModelError, secret: string | null): ModelError {
  if (secret === null || secret.length < 8 || !error.message.includes(secret)) return error
  return new ModelError(error.code, error.message.replaceAll(secret, '[key]'), error.failure)
}
