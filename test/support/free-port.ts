import { createServer } from 'node:net'

/**
 * Where systems take the ports of outgoing connections, and of listeners that name none, begins at 32768: one from there
 * may be somebody else's before it is used, or while whoever has it is started anew.
 */
const [first, end] = [10_000, 32_000]

/** Ports that one process may ask for before it meets those of the next. */
const perProcess = 50

let next = first + ((process.pid * perProcess) % (end - first))

/** A port that nobody listens on, and that nobody else is given for a while. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < end - first; tries++) {
    const port = next
    next = port + 1 < end ? port + 1 : first
    if (await isFree(port)) return port
  }
  throw new Error('there is no free port')
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
