import { createServer } from 'node:net'
import { errorCode } from '../../core/values/errors.ts'

/** Ports of a stack stand side by side: in these steps no part takes what is another's. */
const step = 10
const tries = 50

/** A port of this machine that nobody listens on: the wanted one, or one near it. */
export async function choosePort(wanted: number): Promise<number> {
  for (let index = 0; index < tries; index += 1) {
    const port = wanted + index * step
    if (port <= 65_535 && (await isFree(port))) return port
  }
  return anyPort()
}

async function isFree(port: number): Promise<boolean> {
  return listen(port).then(
    () => true,
    (error: unknown) => {
      if (errorCode(error) === 'EADDRINUSE' || errorCode(error) === 'EACCES') return false
      throw error
    },
  )
}

function anyPort(): Promise<number> {
  return listen(0)
}

/** Listens for a moment, and answers where. */
function listen(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port))
    })
  })
}
