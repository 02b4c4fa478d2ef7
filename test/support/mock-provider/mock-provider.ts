import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Rendered } from './answer.ts'
import { toAnswer } from './answer.ts'
import { chatFrames } from './chat-frames.ts'
import { checkRequest, keyOf } from './check-request.ts'
import { deliver, sendJson } from './deliver.ts'
import { errorBody, invalidRequestBody } from './error-bodies.ts'
import { messagesFrames } from './messages-frames.ts'
import type { RecordedRequest } from './record.ts'
import { parseBody, preciseNow } from './record.ts'
import { responsesFrames } from './responses-frames.ts'
import { imageChars } from './check-images.ts'
import { readTurn, sharedPrefix } from './script-turn.ts'
import type { Reply, Script, ScriptTurn, Wire } from './script.ts'
import { replyFor } from './script.ts'
import { isObject } from './window.ts'

/** A scripted provider on 127.0.0.1 that speaks all three wire formats and refuses what a strict one would. */
export interface MockProvider {
  /** `http://127.0.0.1:PORT`: Anthropic's base URL as it is; OpenAI's is this and `/v1`. */
  readonly url: string
  readonly requests: readonly RecordedRequest[]
  /** What a strict provider would have refused, as sentences; each was answered 400. */
  readonly violations: readonly string[]
  close(): Promise<void>
}

export interface MockOptions {
  /** 0 picks one. */
  readonly port?: number
  /** The only key that is let in; without it any key is, but there must be one. */
  readonly apiKey?: string
  /** Answers whatever it is asked: for other agents, whose requests are none of our business. */
  readonly isLenient?: boolean
}

const wires: Readonly<Record<string, Wire>> = {
  '/v1/responses': 'openai-responses',
  '/v1/messages': 'anthropic-messages',
  '/v1/chat/completions': 'openai-chat',
}

/** Starts a mock provider that answers from a script. */
export async function startMockProvider(script: Script, options: MockOptions = {}): Promise<MockProvider> {
  const state = new MockState(script, options.apiKey ?? null, options.isLenient ?? false)
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    state.serve(request, response).catch((error: unknown) => {
      state.violations.push(
        `the mock failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      )
      response.destroy()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests: state.requests,
    violations: state.violations,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

class MockState {
  readonly requests: RecordedRequest[] = []
  readonly violations: string[] = []
  private readonly sent = new Map<string, Set<string>>()
  private readonly script: Script
  private readonly apiKey: string | null
  private readonly isLenient: boolean

  constructor(script: Script, apiKey: string | null, isLenient: boolean) {
    this.script = script
    this.apiKey = apiKey
    this.isLenient = isLenient
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const receivedAt = preciseNow()
    const path = (request.url ?? '/').replace(/\?.*/, '')
    const wire = wires[path]
    if (request.method === 'GET' && path === '/mock') return this.report(request, response)
    if (wire === undefined) return sendJson(response, 404, errorBody('openai-responses', 404, false), {}, () => {})
    const bytes = await readAll(request)
    const body = parseBody(bytes)
    if (body === null) return this.refuse(response, wire, 'the body is not a JSON object')
    const turn = readTurn(wire, body, this.requests)
    const { session, index, attempt } = turn
    const record: RecordedRequest = {
      ...{
        wire,
        path,
        headers: request.headers,
        bytes,
        session,
        index,
        attempt,
        receivedAt,
        lastByteAt: null,
        cutAt: null,
      },
      get body() {
        return parseBody(bytes) ?? {}
      },
    }
    const cachedBytes = sharedPrefix(turn.session, bytes, this.requests)
    this.requests.push(record)
    const done = (): void => void (record.lastByteAt = preciseNow())
    response.once('close', () => {
      if (record.lastByteAt === null) record.cutAt = preciseNow()
    })

    const key = keyOf(wire, request.headers)
    if (key === null || (this.apiKey !== null && key !== this.apiKey)) {
      return sendJson(response, 401, errorBody(wire, 401, false), {}, done)
    }
    const wrong = this.isLenient ? null : checkRequest(wire, request.headers, body, this.sent)
    if (wrong !== null) return this.refuse(response, wire, wrong, done)
    const reply = replyFor(this.script, turn)
    if (reply === null) return this.refuse(response, wire, `the script has no reply for answer ${turn.index}`, done)
    const rendered = render(reply, turn, bytes.length - imageChars(body), cachedBytes)
    for (const [id, value] of rendered.signed) this.remember(id, value)
    await deliver(response, wire, reply, rendered, done)
  }

  private remember(id: string, value: string): void {
    const versions = this.sent.get(id)
    if (versions === undefined) this.sent.set(id, new Set([value]))
    else versions.add(value)
  }

  private refuse(response: ServerResponse, wire: Wire, message: string, done: () => void = () => {}): void {
    this.violations.push(`${wire} request ${this.requests.length - 1}: ${message}`)
    sendJson(response, 400, invalidRequestBody(wire, message), {}, done)
  }

  /** GET /mock: what a test in another process asks; `?bodies` adds the exact bodies as text. */
  private report(request: IncomingMessage, response: ServerResponse): void {
    const bodies = request.url?.includes('bodies') === true
    const requests = this.requests.map(
      ({ wire, path, headers, bytes, session, index, attempt, receivedAt, lastByteAt }) => ({
        ...{ wire, path, headers, session, index, attempt, receivedAt, lastByteAt },
        sizeBytes: bytes.length,
        ...(bodies ? { text: bytes.toString('utf8') } : {}),
      }),
    )
    sendJson(response, 200, { requests, violations: this.violations }, {}, () => {})
  }
}

function render(reply: Reply, turn: ScriptTurn, bodyBytes: number, cachedBytes: number): Rendered {
  const answer = toAnswer(reply, turn, bodyBytes, cachedBytes)
  switch (turn.wire) {
    case 'openai-responses':
      return responsesFrames(answer)
    case 'anthropic-messages':
      return messagesFrames(answer)
    case 'openai-chat':
      return chatFrames(answer, isObject(turn.body.stream_options) && turn.body.stream_options.include_usage === true)
  }
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
