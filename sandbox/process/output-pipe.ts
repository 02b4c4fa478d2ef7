import { closeSync, constants, openSync, readSync, unlinkSync } from 'node:fs'
import { Socket } from 'node:net'
import { errorCode } from '../../core/values/errors.ts'

const chunkBytes = 64 * 1024

/** More than a pipe holds: what a process that lives on adds meanwhile is not waited for. */
const lastBytes = 1024 * 1024

/** A pipe from a command to us. A real one: in the socket that Node makes, `>/dev/stderr` fails. */
export interface OutputPipe {
  /** For the child; ours is closed by `handOver`. */
  readonly writer: number
  handOver(): void
  /** Calls `take` with a view that is only valid until it returns. */
  read(take: (bytes: Uint8Array) => void): void
  /** Takes what is in the pipe now without waiting for its writers, and closes it. */
  finish(): void
  ref(): void
  unref(): void
}

/** Opens both ends of a FIFO and removes its name. */
export function openOutputPipe(path: string): OutputPipe {
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const writer = openSync(path, constants.O_WRONLY)
  unlinkSync(path)
  const buffer = new Uint8Array(chunkBytes)
  let take: (bytes: Uint8Array) => void = () => {}
  const socket = new Socket({
    fd: reader,
    readable: true,
    writable: false,
    onread: {
      buffer,
      callback: (length) => {
        take(buffer.subarray(0, length))
        return true
      },
    },
  })
  // Reading a pipe of our own fails only when it is closed; the exit of the child tells the rest.
  socket.on('error', () => socket.destroy())
  let writerIsOpen = true
  const handOver = () => {
    if (writerIsOpen) closeSync(writer)
    writerIsOpen = false
  }
  return {
    writer,
    handOver,
    read: (receive) => {
      take = receive
      socket.resume()
    },
    finish: () => {
      handOver()
      if (socket.destroyed) return
      drain(reader, buffer, take)
      socket.destroy()
    },
    ref: () => socket.ref(),
    unref: () => socket.unref(),
  }
}

function drain(reader: number, buffer: Uint8Array, take: (bytes: Uint8Array) => void): void {
  for (let total = 0; total < lastBytes;) {
    const length = readNow(reader, buffer)
    if (length === 0) return
    total += length
    take(buffer.subarray(0, length))
  }
}

function readNow(reader: number, buffer: Uint8Array): number {
  try {
    return readSync(reader, buffer)
  } catch (error) {
    if (errorCode(error) === 'EAGAIN') return 0
    throw error
  }
}
