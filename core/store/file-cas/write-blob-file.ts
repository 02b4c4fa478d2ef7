import { randomBytes } from 'node:crypto'
import { open, rename, rm, stat } from 'node:fs/promises'

/**
 * Makes a file hold these bytes: beside it, synced, renamed over it. A reader sees all or nothing.
 * The caller syncs the directory, once for many files.
 */
export async function writeBlobFile(path: string, bytes: Uint8Array): Promise<void> {
  // A file of another size is the remains of damage and is replaced.
  if ((await sizeOf(path)) === bytes.length) return
  const temporary = `${path}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

async function sizeOf(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null)
  return found === null ? null : found.size
}
