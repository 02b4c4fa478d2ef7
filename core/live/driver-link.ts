import type { Socket } from 'node:net'
import { existsSync } from 'node:fs'
import type { Delta } from '../ports/deltas.ts'
import { isSameOwner, type LeaseOwner } from '../ports/leases.ts'
import type { OpId, SessionId } from '../values/ids.ts'
import type { LivePorts } from './live-ports.ts'
import { openLines } from './lines.ts'
import { decodeDelta, encodeHello, longestLine, type Position } from './protocol.ts'

/** Changes of a session come in bursts; who drives is looked up once for all of a burst, ms. */
const gatherMs = 50

/** How soon a driver that does not listen yet, or cut the line, is tried again, ms. */
const retryMs = 100

/** Operations whose positions are remembered for a reconnection. */
const rememberedOps = 64

/** Keeps a line to whoever drives a session, and passes on what streams there. Returns the stop. */
export function linkToDriver(session: SessionId, ports: LivePorts, receive: (delta: Delta) => void): () => void {
  const have = new Map<OpId, Position>()
  let linked: { readonly owner: LeaseOwner; readonly socket: Socket } | null = null
  let source: LeaseOwner | null = null
  let timer: NodeJS.Timeout | null = null
  let isClosed = false

  const later = (ms: number): void => {
    if (isClosed) return
    timer ??= setTimeout(() => {
      timer = null
      void look().catch(() => later(retryMs))
    }, ms).unref()
  }
  const look = async (): Promise<void> => {
    const holder = await ports.leases.holder(session)
    const owner = holder === null || isSameOwner(holder.owner, ports.owner) ? null : holder.owner
    if (linked !== null && (owner === null || isSameOwner(owner, linked.owner))) return
    linked?.socket.destroy()
    if (owner === null || ports.isGone(owner)) return
    const path = ports.place.socketsOf(owner).find((candidate) => process.platform === 'win32' || existsSync(candidate))
    if (path === undefined) return later(retryMs)
    await connect(owner, path)
  }
  const connect = async (owner: LeaseOwner, path: string): Promise<void> => {
    const { createConnection } = await import('node:net')
    if (isClosed) return
    // Another driver does the work anew: what came from the one before is void.
    if (source === null || !isSameOwner(source, owner)) have.clear()
    source = owner
    const socket = createConnection(path)
    linked = { owner, socket }
    socket.unref()
    socket.on('connect', () => socket.write(encodeHello({ session, have })))
    socket.on('error', () => socket.destroy())
    const take = openLines(longestLine, (line) => {
      const delta = decodeDelta(line)
      if (delta !== null && !socket.destroyed) pass(delta)
    })
    socket.on('data', (bytes) => take(bytes) || socket.destroy())
    socket.on('close', () => {
      if (linked?.socket === socket) linked = null
      later(retryMs)
    })
  }
  const pass = (delta: Delta): void => {
    const { opId, attempt, n, count = 1 } = delta
    have.delete(opId)
    have.set(opId, { attempt, next: n + count })
    for (const oldest of have.keys()) {
      if (have.size <= rememberedOps) break
      have.delete(oldest)
    }
    receive(delta)
  }

  const stopWatching = ports.log.watch(session, () => later(gatherMs))
  later(gatherMs)
  return () => {
    isClosed = true
    stopWatching()
    if (timer !== null) clearTimeout(timer)
    linked?.socket.destroy()
  }
}
