import { closeSync, constants, existsSync, fsyncSync, lstatSync, openSync } from 'node:fs'
import { PathError } from '../tree/errors.ts'

/**
 * An open directory. Names are reached as `${place}/${name}`, which on Linux goes through the open descriptor
 * (`/proc/self/fd/N`), so that no later rename or symlink of a parent leads elsewhere. Other systems have no
 * such path in plain Node: there `place` is the path itself, each component is checked before it is entered,
 * and a process that swaps a directory for a link in between is not kept out.
 */
export interface DirectoryHandle {
  readonly place: string
  /** Makes names created, renamed or removed in it durable. */
  sync(): void
  close(): void
}

const openFlags = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0)
const noFollow = constants.O_NOFOLLOW ?? 0
const hasDescriptorPaths = process.platform === 'linux' && existsSync('/proc/self/fd')

/** Opens a directory by its path; a symlink to one is followed, as whoever named it meant. */
export function openDirectory(path: string): DirectoryHandle {
  return hasDescriptorPaths ? descriptorHandle(openSync(path, openFlags)) : pathHandle(path)
}

/** Opens a directory inside another. @throws PathError `path-not-directory` for anything else, symlinks included */
export function openChild(parent: DirectoryHandle, name: string): DirectoryHandle {
  const path = `${parent.place}/${name}`
  if (!hasDescriptorPaths) {
    if (!lstatSync(path).isDirectory()) throw notDirectory(name)
    return pathHandle(path)
  }
  try {
    return descriptorHandle(openSync(path, openFlags | noFollow))
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOTDIR' || error.code === 'ELOOP')) {
      throw notDirectory(name)
    }
    throw error
  }
}

/** Opens the directory that names lead to, one by one. @throws PathError `path-not-directory`, and what `fs` throws */
export function openBelow(root: DirectoryHandle, names: readonly string[]): DirectoryHandle {
  let current: DirectoryHandle | null = null
  for (const name of names) {
    let next: DirectoryHandle
    try {
      next = openChild(current ?? root, name)
    } finally {
      current?.close()
    }
    current = next
  }
  return current ?? { place: root.place, sync: () => root.sync(), close: () => undefined }
}

function descriptorHandle(descriptor: number): DirectoryHandle {
  return {
    place: `/proc/self/fd/${descriptor}`,
    sync: () => fsyncSync(descriptor),
    close: () => closeSync(descriptor),
  }
}

function pathHandle(path: string): DirectoryHandle {
  return { place: path, sync: () => syncPath(path), close: () => undefined }
}

function syncPath(path: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(path, openFlags)
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function notDirectory(name: string): PathError {
  return new PathError('path-not-directory', name, `${name} is not a directory`)
}
