import { renameSync, rmSync, symlinkSync, unlinkSync } from 'node:fs'
import { errorCode } from '../../core/values/errors.ts'
import { createFile } from '../disk/create-file.ts'
import type { DirectoryHandle } from '../disk/directory-handle.ts'
import { temporaryName } from '../disk/temporary-name.ts'
import type { TreeEntry } from '../tree/entry.ts'

/** Makes a name hold a file or symlink, whatever is there now, without a moment in which it holds half of it. */
export function placeEntry(directory: DirectoryHandle, entry: TreeEntry, bytes: Uint8Array): void {
  try {
    create(directory, entry.name, entry, bytes)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    replace(directory, entry, bytes)
  }
}

/** Removes a file or symlink; one that is gone, or became a directory, is no error. */
export function removeFile(directory: DirectoryHandle, name: string): void {
  try {
    unlinkSync(`${directory.place}/${name}`)
  } catch (error) {
    const code = errorCode(error)
    if (code !== 'ENOENT' && code !== 'EISDIR' && code !== 'EPERM') throw error
  }
}

function replace(directory: DirectoryHandle, entry: TreeEntry, bytes: Uint8Array): void {
  const temporary = temporaryName()
  const from = `${directory.place}/${temporary}`
  const to = `${directory.place}/${entry.name}`
  create(directory, temporary, entry, bytes)
  try {
    renameSync(from, to)
  } catch (error) {
    if (errorCode(error) !== 'EISDIR') throw error
    rmSync(to, { recursive: true })
    renameSync(from, to)
  }
}

function create(directory: DirectoryHandle, name: string, entry: TreeEntry, bytes: Uint8Array): void {
  if (entry.kind === 'symlink') symlinkSync(Buffer.from(bytes), `${directory.place}/${name}`)
  else createFile(directory, name, bytes, { mode: entry.executable ? 0o755 : 0o644, durable: false })
}
