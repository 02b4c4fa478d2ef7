import type { ServerResponse } from 'node:http'
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Rendered } from './answer.ts'
import { errorBody, errorFrames, overflowBody } from './error-bodies.ts'
import type { CutPoint, Fault, Reply, Wire } from './script.ts'

/** Writes a rendered reply, damaged as its fault says. `onLastByte` is called when the last byte is handed over. */
export async function deliver(
  response: ServerResponse,
  wire: Wire,
  reply: Reply,
  rendered: Rendered,
  onLastByte: () => void,
): Promise<void> {
  if (reply.startDelayMs !== undefined) await setTimeout(reply.startDelayMs)
  await reply.startsAfter
  const fault = reply.fault ?? null
  if (fault?.type === 'status') return sendStatus(response, wire, fault, onLastByte)
  if (fault?.type === 'context-overflow' && fault.during !== 'stream') {
    return sendJson(response, 400, overflowBody(wire), {}, onLastByte)
  }
  if (fault?.type === 'cut' && fault.at === 'before-headers') return cutConnection(response, fault, onLastByte)

  const frames = damage(rendered.frames, wire, fault).map((frame) => reframe(frame, reply.framing ?? 'lf'))
  if (reply.framing === 'bom') frames[0] = `\uFEFF${frames[0] ?? ''}`
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' })
  if (fault?.type !== 'cut') {
    const half = reply.goesOnAfter === undefined ? frames.length : Math.ceil(frames.length / 2)
    await writeBody(response, frames.slice(0, half), reply)
    await reply.goesOnAfter
    await writeBody(response, frames.slice(half), reply)
    response.end()
    return onLastByte()
  }
  response.flushHeaders()
  await writeBody(response, upTo(frames, fault.at), reply)
  await cutConnection(response, fault, onLastByte)
}

/** Sends a whole JSON body. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string>,
  onLastByte: () => void,
): void {
  const bytes = Buffer.from(JSON.stringify(body))
  const type = { 'content-type': 'application/json', 'content-length': String(bytes.length) }
  response.writeHead(status, { ...type, 'x-request-id': 'req_mock', 'request-id': 'req_mock', ...headers })
  response.end(bytes)
  onLastByte()
}

function sendStatus(
  response: ServerResponse,
  wire: Wire,
  fault: Extract<Fault, { type: 'status' }>,
  onLastByte: () => void,
): void {
  const body = fault.body ?? errorBody(wire, fault.status, fault.quota ?? false)
  const headers = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }
  sendJson(response, fault.status, body, headers, onLastByte)
}

/** Frames with an error, or garbage, put in their middle. */
function damage(frames: readonly string[], wire: Wire, fault: Fault | null): readonly string[] {
  const middle = Math.floor(frames.length / 2)
  if (fault?.type === 'garbage') return [...frames.slice(0, middle), fault.text, ...frames.slice(middle)]
  if (fault?.type === 'stream-error') {
    return [...frames.slice(0, middle), ...errorFrames(wire, fault.error, fault.shape ?? 'error-event')]
  }
  if (fault?.type === 'context-overflow') {
    return [...frames.slice(0, 1), ...errorFrames(wire, 'context-overflow', 'response-failed')]
  }
  return frames
}

/** What of the frames is sent before a cut. */
function upTo(frames: readonly string[], at: CutPoint): readonly (string | Uint8Array)[] {
  if (at === 'before-headers' || at === 'after-headers') return []
  if (at === 'mid-stream') return frames.slice(0, Math.ceil(frames.length / 2))
  if (at === 'before-terminal') return frames.slice(0, -1)
  if (typeof at === 'number') return [Buffer.from(frames.join('')).subarray(0, at)]
  const last = frames.findLastIndex((frame) => frame.includes('delta'))
  const frame = frames[last] ?? ''
  return [...frames.slice(0, last), frame.slice(0, Math.floor(frame.length * 0.8))]
}

async function writeBody(
  response: ServerResponse,
  frames: readonly (string | Uint8Array)[],
  reply: Reply,
): Promise<void> {
  if (frames.length === 0) return
  if (reply.spreadMs !== undefined) return spread(response, frames, reply.spreadMs)
  if (reply.chunkBytes === undefined && reply.chunkDelayMs === undefined) {
    response.write(Buffer.concat(frames.map((frame) => Buffer.from(frame))))
    return
  }
  const chunks = reply.chunkBytes === undefined ? frames : sliced(frames, reply.chunkBytes)
  for (const chunk of chunks) {
    if (response.destroyed) return
    response.write(chunk)
    await (reply.chunkDelayMs === undefined ? setImmediate() : setTimeout(reply.chunkDelayMs))
  }
}

/** Frames that are due are written at once, so that a busy machine does not stretch the whole. */
async function spread(
  response: ServerResponse,
  frames: readonly (string | Uint8Array)[],
  spreadMs: number,
): Promise<void> {
  const begun = performance.now()
  for (const [index, frame] of frames.entries()) {
    const early = begun + (index * spreadMs) / frames.length - performance.now()
    if (early > 0) await setTimeout(Math.max(1, early))
    if (response.destroyed) return
    response.write(frame)
  }
}

function sliced(frames: readonly (string | Uint8Array)[], size: number): readonly Uint8Array[] {
  const whole = Buffer.concat(frames.map((frame) => Buffer.from(frame)))
  return Array.from({ length: Math.ceil(whole.length / size) }, (_, i) => whole.subarray(i * size, (i + 1) * size))
}

async function cutConnection(
  response: ServerResponse,
  fault: Extract<Fault, { type: 'cut' }>,
  onLastByte: () => void,
): Promise<void> {
  onLastByte()
  const socket = response.socket
  const how = fault.how ?? 'reset'
  if (how === 'stall') {
    if (fault.commentEveryMs === undefined) return
    const timer = setInterval(() => response.write(': still here\n\n'), fault.commentEveryMs)
    response.once('close', () => clearInterval(timer))
    return
  }
  // An RST discards what the peer has not read yet; give it time to read.
  await setTimeout(20)
  if (how === 'end') response.end()
  else if (how === 'close') socket?.end()
  else socket?.resetAndDestroy()
}

function reframe(frame: string, framing: NonNullable<Reply['framing']>): string {
  if (framing === 'crlf') return frame.replaceAll('\n', '\r\n')
  if (framing === 'cr') return frame.replaceAll('\n', '\r')
  return frame
}
