import { closeSync, constants, openSync, readSync } from 'node:fs'

/** More than anybody types before a chat is there. */
const mostBytes = 65_536

/** Takes what waits on our terminal, without waiting for more. Read later it could not be told from what is typed then. */
export function readPending(): Buffer {
  const bytes = Buffer.alloc(mostBytes)
  try {
    const terminal = openSync('/dev/tty', constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
    try {
      return bytes.subarray(0, readSync(terminal, bytes))
    } finally {
      closeSync(terminal)
    }
  } catch {
    // Nothing waits, or this cannot be known: then it is read as typed in the chat.
    return Buffer.alloc(0)
  }
}
