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
  /** Calls `take`, once and for all, with views that are only valid until it returns. */
  read(take: (bytes: Uint8Array) => void): void
  /** Takes what is in the pipe now without waiting for its writers, and closes it. */
  finish(): void
}

/** Opens both ends of a FIFO and removes its name. */
export function openOutputPipe(path: string): OutputPipe {
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const writer = openSync(path, constants.O_WRONLY)
  unlinkSync(path)
  let flow: Flow | null = null
  let isWriterOpen = true
  let isReaderOpen = true
  const handOver = () => {
    if (isWriterOpen) closeSync(writer)
    isWriterOpen = false
  }
  return {
    writer,
    handOver,
    read: (take) => {
      if (isReaderOpen) flow = startFlow(reader, take)
    },
    finish: () => {
      handOver()
      if (flow !== null) flow.finish()
      else if (isReaderOpen) closeSync(reader)
      isReaderOpen = false
    },
  }
}

interface Flow {
  finish(): void
}

/** Reads as data comes, into one buffer. */
function startFlow(reader: number, take: (bytes: Uint8Array) => void): Flow {
  const buffer = new Uint8Array(chunkBytes)
  const callback = (length: number) => {
    take(buffer.subarray(0, length))
    return true
  }
  const socket = new Socket({ fd: reader, readable: true, writable: false, onread: { buffer, callback } })
  // Reading a pipe of our own fails only when it is closed; the exit of the child tells the rest.
  socket.on('error', () => socket.destroy())
  socket.resume()
  return {
    finish: () => {
      if (socket.destroyed) return
      drain(reader, buffer, take)
      socket.destroy()
    },
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
