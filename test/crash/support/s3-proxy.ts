import { once } from 'node:events'
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How an object store is when it is not well; one that hangs takes no blob, and falls silent in the middle of what it gives. */
export type S3Trouble = 'answers 500' | 'answers 503' | 'refuses' | 'cuts connections' | 'hangs'

/** Stands between those who store blobs and the object store. */
export interface S3Proxy {
  readonly endpoint: string
  /** From now on it is so; null: well again. What hangs goes on hanging. */
  trouble(what: S3Trouble | null): void
  /** Resolves when somebody had to do with the trouble. */
  met(): Promise<void>
  close(): Promise<void>
}

/** Opens a proxy in front of a server, which passes all on until it is told otherwise. */
export async function openS3Proxy(behind: string): Promise<S3Proxy> {
  let now: S3Trouble | null = null
  let meeting = Promise.withResolvers<undefined>()
  const server = createServer((request, response) => {
    if (now !== null) meeting.resolve(undefined)
    answer(now, request, response, behind)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    trouble: (what) => {
      now = what
      meeting = Promise.withResolvers()
    },
    met: () => meeting.promise,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function answer(trouble: S3Trouble | null, request: IncomingMessage, response: ServerResponse, behind: string): void {
  switch (trouble) {
    case 'answers 500':
      return refuse(request, response, 500, 'InternalError')
    case 'answers 503':
      return refuse(request, response, 503, 'SlowDown')
    case 'refuses':
      return refuse(request, response, 403, 'AccessDenied')
    case 'cuts connections':
      return void request.socket.resetAndDestroy()
    case 'hangs':
      return request.method === 'GET' ? pass(true, request, response, behind) : void request.resume()
    case null:
      return pass(false, request, response, behind)
  }
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number, code: string): void {
  request.resume().once('end', () => {
    response.writeHead(status, { 'Content-Type': 'application/xml' })
    response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>not now</Message></Error>`)
  })
}

/** As it came, the signed name of the host included; `isSilent`: without the end. */
function pass(isSilent: boolean, request: IncomingMessage, response: ServerResponse, behind: string): void {
  const { method = 'GET', url = '/', headers } = request
  const passed = send(new URL(url, behind), { method, headers }, (answered) => {
    response.writeHead(answered.statusCode ?? 502, answered.headers)
    if (!isSilent) return void answered.pipe(response)
    answered.once('data', (bytes: Buffer) => response.write(bytes.subarray(0, bytes.length / 2)))
  })
  passed.on('error', () => response.destroy())
  response.on('close', () => passed.destroy())
  request.pipe(passed)
}
