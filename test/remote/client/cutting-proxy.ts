import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A network that breaks: passes bytes on to a port until it is told to cut. */
export interface CuttingProxy {
  readonly url: string
  /** Connections that were opened. */
  readonly opened: () => number
  /** Breaks every connection there is. */
  cut(): void
  /** Each connection from now on breaks after so many bytes of answer. */
  cutAfter(bytes: number): void
  /** So many answers from now on never arrive: the connection breaks when they begin. */
  swallow(answers: number): void
  /** Passes connections from now on to another port. */
  to(port: number): void
  /** Refuses connections until it is told otherwise. */
  refuse(isRefusing: boolean): void
  /** Breaks and refuses from when somebody asks for something with this text, before or after it has arrived. */
  dieAt(text: string, when: 'before' | 'after'): void
}

export async function openCuttingProxy(first: number): Promise<CuttingProxy> {
  let port = first
  const sockets = new Set<Socket>()
  let [opened, most, swallowed, isRefusing] = [0, Infinity, 0, false]
  let dying: { readonly text: string; readonly when: 'before' | 'after' } | null = null
  const die = () => {
    dying = null
    isRefusing = true
    cut()
  }
  const server = createServer((client) => {
    opened += 1
    if (isRefusing) return void client.resetAndDestroy()
    let left = most
    const gateway = connect(port, '127.0.0.1')
    for (const socket of [client, gateway]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        gateway.destroy()
      })
    }
    let isFatal = false
    client.on('data', (bytes: Buffer) => {
      isFatal ||= dying !== null && bytes.includes(dying.text)
      if (isFatal && dying?.when === 'before') return die()
      gateway.write(bytes)
    })
    gateway.on('data', (bytes: Buffer) => {
      if (isFatal) return die()
      if (swallowed > 0) {
        swallowed -= 1
        return void client.destroy()
      }
      client.write(bytes.subarray(0, Math.max(0, left)))
      left -= bytes.length
      if (left <= 0) client.destroySoon()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  onTestFinished(() => {
    cut()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    opened: () => opened,
    cut,
    cutAfter: (bytes) => (most = bytes),
    to: (next) => (port = next),
    swallow: (answers) => (swallowed = answers),
    refuse: (refusing) => (isRefusing = refusing),
    dieAt: (text, when) => (dying = { text, when }),
  }
}
