import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import type { ImageFiles } from './check-image.ts'

/** Files of this machine. Pipes and devices are no images, and opening them does not wait. */
export const imageFiles: ImageFiles = {
  head: (path, bytes) => {
    let descriptor: number
    try {
      descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    } catch {
      return null
    }
    try {
      const stat = fstatSync(descriptor)
      if (!stat.isFile()) return null
      const head = Buffer.alloc(bytes)
      return { sizeBytes: stat.size, bytes: head.subarray(0, readSync(descriptor, head, 0, bytes, 0)) }
    } finally {
      closeSync(descriptor)
    }
  },
}
