import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One address for the models of many desks, which a worker that they share is given. */
export interface ModelRouter {
  readonly url: string
  /** From now on what comes with this key goes to that provider. */
  route(key: string, url: string): void
  close(): Promise<void>
}

/** Hands requests on as they are, to the provider that their key belongs to, and the answers back, broken ones broken. */
export async function startModelRouter(): Promise<ModelRouter> {
  const targets = new Map<string, string>()
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const target = targets.get(keyIn(request))
    if (target === undefined) response.writeHead(401).end()
    else handOn(request, response, target)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    route: (key, url) => void targets.set(key, url),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function keyIn({ headers }: IncomingMessage): string {
  return String(headers['x-api-key'] ?? headers.authorization?.replace(/^Bearer /, ''))
}

function handOn(request: IncomingMessage, response: ServerResponse, target: string): void {
  const break_ = (): void => void response.socket?.resetAndDestroy()
  const { method, headers } = request
  const onward = ask(`${target}${request.url}`, { method, headers, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
    response.flushHeaders()
    answer.on('data', (chunk: Buffer) => response.write(chunk))
    answer.on('end', () => response.end())
    answer.on('error', break_)
  })
  onward.on('error', break_)
  // Whoever asked may hang up.
  response.on('close', () => onward.destroy())
  request.pipe(onward)
}
