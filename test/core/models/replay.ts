import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClientOptions } from '../../../core/models/index.ts'
import { openModel } from '../../../core/models/index.ts'
import type { DeltaPart } from '../../../core/ports/deltas.ts'
import type { Generation, Model, ModelRequest } from '../../../core/ports/model.ts'
import type { ApiKind } from '../../../core/values/model-facts.ts'

/** Every wire format. */
export const apis: readonly ApiKind[] = ['openai-responses', 'anthropic-messages', 'openai-chat']

/** Recorded bytes of test/wire. */
export function wire(api: ApiKind, name: string): Buffer {
  return readFileSync(join(import.meta.dirname, '../../wire', api, `${name}.sse`))
}

/** The first three events of a recording. */
export function beginning(api: ApiKind, name: string): Buffer {
  return Buffer.from(`${wire(api, name).toString().split('\n\n').slice(0, 3).join('\n\n')}\n\n`)
}

/** Events as server-sent bytes, named as each API names them. */
export function sse(api: ApiKind, events: readonly object[]): Buffer {
  const named = (event: object): string =>
    api !== 'openai-chat' && 'type' in event ? `event: ${String(event.type)}\n` : ''
  return Buffer.from(events.map((event) => `${named(event)}data: ${JSON.stringify(event)}\n\n`).join(''))
}

/** A request with nothing special about it. */
export const plainRequest: ModelRequest = {
  model: 'some-model',
  effort: null,
  instructions: 'Be brief.',
  tools: [],
  items: [],
  cacheKey: 'session-1',
  maxOutputTokens: null,
}

/** What a fake server does with a request. */
export type Serve = (body: string, signal: AbortSignal) => Response | Promise<Response>

/** A model whose SDK talks to `serve` instead of the network. */
export function modelOver(api: ApiKind, serve: Serve, options: Partial<ClientOptions> = {}): Model {
  const fetch = (async (_url: unknown, init: RequestInit = {}) => {
    const signal = init.signal ?? new AbortController().signal
    return serve(typeof init.body === 'string' ? init.body : '', signal)
  }) as typeof globalThis.fetch
  return openModel(api, { apiKey: 'sk-test-key', baseURL: 'http://127.0.0.1:9/v1', fetch, ...options })
}

/** A 200 whose body comes in these chunks and then ends, fails, or (null) stays open. */
export function streamed(chunks: readonly Uint8Array[], end: 'end' | Error | null = 'end'): Response {
  let n = 0
  const body = new ReadableStream<Uint8Array>({
    pull(control) {
      const chunk = chunks[n++]
      if (chunk !== undefined) control.enqueue(chunk)
      else if (end === 'end') control.close()
      else if (end !== null) control.error(end)
      else return new Promise(() => {})
    },
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
}

/** A 200 with a whole body. */
export function whole(bytes: Uint8Array): Response {
  return streamed([bytes])
}

/** An error response. */
export function refused(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return new Response(text, { status, headers: { 'content-type': 'application/json', ...headers } })
}

/** One answer and what streamed meanwhile. */
export interface Answer {
  readonly generation: Generation
  readonly deltas: readonly DeltaPart[]
}

/** Asks once. */
export async function ask(model: Model, request: Partial<ModelRequest> = {}, signal?: AbortSignal): Promise<Answer> {
  const deltas: DeltaPart[] = []
  const generation = await model.generate(
    { ...plainRequest, ...request },
    (part) => void deltas.push(part),
    signal ?? new AbortController().signal,
  )
  return { generation, deltas }
}

/** Replays bytes through the SDK. */
export function replay(api: ApiKind, bytes: Uint8Array, request: Partial<ModelRequest> = {}): Promise<Answer> {
  return ask(
    modelOver(api, () => whole(bytes)),
    request,
  )
}

/** What it failed with; fails itself when it did not. */
export async function failureOf(answer: Promise<Answer>): Promise<{ code: string; message: string; failure: unknown }> {
  try {
    const { generation } = await answer
    throw new Error(`expected a failure, got ${JSON.stringify(generation)}`)
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'failure' in error) {
      return { code: String(error.code), message: error.message, failure: error.failure }
    }
    throw error
  }
}

/** All text of one kind that streamed. */
export function streamedText(deltas: readonly DeltaPart[], type: 'text' | 'thinking'): string {
  return deltas.flatMap((part) => (part.type === type ? [part.text] : [])).join('')
}
