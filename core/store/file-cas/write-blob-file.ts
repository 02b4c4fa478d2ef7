import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'

/**
 * Makes a file hold these bytes: beside it, synced, renamed over it. A reader sees all or nothing.
 * The caller syncs the directory, once for many files.
 */
export async function writeBlobFile(path: string, bytes: Uint8Array): Promise<void> {
  // A file that holds anything else is damaged and is replaced.
  if (await holds(path, bytes)) return
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

const chunkBytes = 1024 * 1024

/** Whether a file can be read and has these bytes. */
async function holds(path: string, bytes: Uint8Array): Promise<boolean> {
  const file = await open(path, 'r').catch(() => null)
  if (file === null) return false
  try {
    const { size } = await file.stat()
    if (size !== bytes.length) return false
    const chunk = Buffer.alloc(Math.min(chunkBytes, size))
    for (let offset = 0; offset < size;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, offset)
      const expected = bytes.subarray(offset, offset + bytesRead)
      if (bytesRead === 0 || chunk.compare(expected, 0, expected.length, 0, bytesRead) !== 0) return false
      offset += bytesRead
    }
    return true
  } catch {
    return false
  } finally {
    await file.close()
  }
}
