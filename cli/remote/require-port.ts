import { once } from 'node:events'
import { createServer } from 'node:net'
import type { GatewayWish } from './start-gateway.ts'
import { listenFailed } from './listen-failed.ts'

/** Looks whether a gateway could listen, and lets it go again. @throws FailedError */
export async function requirePort({ port, hostname }: Pick<GatewayWish, 'port' | 'hostname'>): Promise<void> {
  const server = createServer()
  try {
    server.listen(port, hostname)
    await once(server, 'listening').catch(listenFailed({ port, hostname }))
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}
