import { realpathSync, statSync } from 'node:fs'
import { resolve } from 'node:path'

/** What mounts have to know of the disk. */
export interface MountDisk {
  /** What a path leads to; null for nothing that can be looked at. */
  kindOf(path: string): 'directory' | 'file' | null
  /** The one path of a directory, links resolved; of what is gone, the path as it is. */
  realPath(path: string): string
}

/** The disk of this machine. */
export const thisDisk: MountDisk = {
  kindOf(path) {
    try {
      return statSync(path).isDirectory() ? 'directory' : 'file'
    } catch {
      return null
    }
  },
  realPath(path) {
    try {
      return realpathSync.native(path)
    } catch {
      return resolve(path)
    }
  },
}
