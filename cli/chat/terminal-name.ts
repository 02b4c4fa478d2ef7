import { readlinkSync } from 'node:fs'

/** The terminal that this process is on, such as `pts/3`; null where that cannot be told. */
export function terminalName(): string | null {
  try {
    return readlinkSync('/proc/self/fd/0').replace(/^\/dev\//, '')
  } catch {
    return null
  }
}
