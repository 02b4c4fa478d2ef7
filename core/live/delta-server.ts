import { chmodSync } from 'node:fs'
import type { Server, Socket } from 'node:net'
import type { SessionId } from '../values/ids.ts'
import type { Backlog, Cursor } from './backlog.ts'
import { openLines } from './lines.ts'
import { decodeHello, encodeDeltas } from './protocol.ts'

/** What streams is gathered for this long before it is sent, ms. */
const gatherMs = 16

/** Characters that one client is given at once, and so what one that stalls holds of our memory. */
const batchChars = 64 * 1024

/** A person has a few terminals; more are turned away. */
const mostClients = 32

/** How long a client may take to say what it wants, ms. */
const helloMs = 5_000

/** Characters of a client's hello. */
const longestHello = 64 * 1024

interface Client {
  readonly session: SessionId
  readonly socket: Socket
  readonly cursor: Cursor
  /** Until the system has taken what was written; meanwhile the backlog keeps what comes. */
  isWriting: boolean
}

/** Hands out what streams here to other processes of the same user, each at its own pace. */
export class DeltaServer {
  readonly #clients = new Set<Client>()
  readonly #waiting = new Set<SessionId>()
  #server: Server | null = null
  #timer: NodeJS.Timeout | null = null

  constructor(private readonly backlogOf: (session: SessionId) => Backlog | undefined) {}

  /** Listens in the first of these places that lets us; in none is no error: the log tells the same, later. */
  async listen(paths: readonly string[]): Promise<void> {
    const { createServer } = await import('node:net')
    for (const path of paths) {
      const server = createServer((socket) => this.#greet(socket))
      server.maxConnections = mostClients
      server.unref()
      if (!(await listening(server, path))) continue
      this.#server = server
      return
    }
  }

  /** Something was added to the backlog of a session. */
  changed(session: SessionId): void {
    if (this.#clients.size === 0) return
    this.#waiting.add(session)
    this.#timer ??= setTimeout(() => this.#flush(), gatherMs)
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#server?.close()
    for (const { socket } of this.#clients) socket.destroy()
  }

  #greet(socket: Socket): void {
    socket.unref()
    // A client that goes away is none of our business.
    socket.on('error', () => socket.destroy())
    socket.setTimeout(helloMs, () => socket.destroy())
    let client: Client | null = null
    const take = openLines(longestHello, (line) => {
      const hello = client === null ? decodeHello(line) : null
      if (hello === null) return void socket.destroy()
      const { session, have } = hello
      const cursor: Cursor = this.backlogOf(session)?.cursor(have) ?? new Map<never, never>()
      client = { session, socket, cursor, isWriting: false }
      this.#clients.add(client)
      socket.setTimeout(0)
      this.#send(client)
    })
    socket.on('data', (bytes) => take(bytes) || socket.destroy())
    socket.on('close', () => client !== null && this.#clients.delete(client))
  }

  #flush(): void {
    this.#timer = null
    for (const client of this.#clients) if (this.#waiting.has(client.session)) this.#send(client)
    this.#waiting.clear()
  }

  #send(client: Client): void {
    if (client.isWriting || client.socket.destroyed) return
    const deltas = this.backlogOf(client.session)?.read(client.cursor, batchChars) ?? []
    if (deltas.length === 0) return
    client.isWriting = true
    client.socket.write(encodeDeltas(deltas), () => {
      client.isWriting = false
      this.changed(client.session)
    })
  }
}

function listening(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(path, () => {
      server.on('error', () => undefined)
      try {
        if (process.platform !== 'win32') chmodSync(path, 0o600)
      } catch {
        // Its directory lets nobody else in.
      }
      resolve(true)
    })
  })
}
