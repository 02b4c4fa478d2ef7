import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { errorCode } from '../values/errors.ts'

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

/**
 * Creates a directory and its missing parents, mode 0700; answers those that it made, the outermost first.
 * Node's own recursive mkdir never returns where a file system answers ENOENT, as below /proc.
 */
export function makeDirectories(directory: string): readonly string[] {
  const missing: string[] = []
  for (let path = resolve(directory); !existsSync(path); path = dirname(path)) missing.unshift(path)
  if (missing.length === 0 && !statSync(directory).isDirectory()) mkdirSync(directory)
  return missing.filter((path) => isMade(path))
}

/** Another process may be quicker. */
function isMade(path: string): boolean {
  try {
    mkdirSync(path, { mode: 0o700 })
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && statSync(path).isDirectory()) return false
    throw error
  }
}

/** Creates a directory and its missing parents, mode 0700, durable when it returns. */
export function makeDurableDirectory(directory: string): void {
  for (const made of makeDirectories(directory)) syncDirectory(dirname(made))
}
