import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** Makes renames and creations in a directory survive power loss. */
export function syncDirectory(directory: string): void {
  // Windows cannot open a directory; NTFS journals its entries.
  if (process.platform === 'win32') return
  const fd = openSync(directory, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Creates a directory and its missing parents, mode 0700, durable when it returns. */
export function makeDurableDirectory(directory: string): void {
  const wanted = resolve(directory)
  const firstMade = mkdirSync(wanted, { recursive: true, mode: 0o700 })
  if (firstMade === undefined) return
  let made = wanted
  syncDirectory(dirname(made))
  while (made !== firstMade) {
    made = dirname(made)
    syncDirectory(dirname(made))
  }
}
