import { connect } from 'node:net'

/** How long a process may take to accept a connection from its own machine, ms. */
const patienceMs = 1_000

/** Whether something on this machine takes connections on a port. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (accepted: boolean) => {
      socket.destroy()
      resolve(accepted)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
    socket.setTimeout(patienceMs, () => end(false))
  })
}
