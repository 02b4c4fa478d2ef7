import { lstatSync, symlinkSync } from 'node:fs'
import { posix } from 'node:path'
import { errorCode } from '../../core/values/errors.ts'
import { createFile } from '../disk/create-file.ts'
import { openBelow, type DirectoryHandle } from '../disk/directory-handle.ts'
import { statAt } from '../disk/disk-stat.ts'
import { openDeepest } from '../disk/parents.ts'
import { temporaryName } from '../disk/temporary-name.ts'
import type { BlobReader } from '../tree/entry.ts'
import { splitPath } from '../tree/path.ts'
import type { Operation } from './journal.ts'
import { wantedBit, type Conflict, type PlannedChange } from './plan-apply.ts'

/** Turns a change into an operation; new content will wait in the deepest directory on its way that there is. */
export function toOperation(root: DirectoryHandle, change: PlannedChange): Operation {
  const { path, after, found } = change
  if (after === null) return { path, expect: found, write: null, temporary: null }
  const parents = splitPath(path).slice(0, -1)
  const { handle, depth } = openDeepest(root, parents)
  try {
    const temporary = posix.join(...parents.slice(0, depth), temporaryName())
    const kind = after.kind === 'symlink' ? 'symlink' : 'file'
    const onDisk = depth === parents.length ? statAt(handle, posix.basename(path)) : null
    const mode = onDisk?.kind === 'file' ? onDisk.mode : newFileMode()
    const isExecutable = wantedBit(change, found.kind === 'file' && found.executable)
    return { path, expect: found, write: { kind, ref: after.ref, mode: withBit(mode, isExecutable) }, temporary }
  } finally {
    handle.close()
  }
}

function newFileMode(): number {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other way to ask for the umask
  return 0o666 & ~process.umask()
}

/** Whoever may read the file may run it, or nobody. */
function withBit(mode: number, isExecutable: boolean): number {
  return isExecutable ? mode | ((mode & 0o444) >> 2) : mode & ~0o111
}

/** Failures of one file's directory, which leave the other files possible. */
const ownFailures = new Set(['EACCES', 'EPERM', 'ENOENT', 'ENAMETOOLONG', 'path-not-directory'])

/**
 * Puts the new content of one operation beside its place, durable. Null when done, a conflict when this path cannot
 * be written; throws what ends the whole apply: a full disk, a broken one, a missing blob.
 */
export async function stageOperation(
  root: DirectoryHandle,
  operation: Operation,
  blobs: BlobReader,
): Promise<Conflict | null> {
  if (operation.write === null || operation.temporary === null) return null
  const bytes = await blobs.get(operation.write.ref)
  const names = operation.temporary.split('/')
  try {
    const directory = openBelow(root, names.slice(0, -1))
    try {
      writeStaged(directory, names.at(-1) ?? '', operation, bytes)
      return null
    } finally {
      directory.close()
    }
  } catch (error) {
    const code = errorCode(error)
    if (code === null || !ownFailures.has(code)) throw error
    return { path: operation.path, reason: `cannot be written (${code})` }
  }
}

function writeStaged(directory: DirectoryHandle, name: string, operation: Operation, bytes: Uint8Array): void {
  const { write, expect, path } = operation
  if (write?.kind === 'symlink') {
    symlinkSync(Buffer.from(bytes), `${directory.place}/${name}`)
    return
  }
  const replaced = `${directory.place}/${posix.basename(path)}`
  const owner = expect.kind === 'file' ? lstatSync(replaced, { throwIfNoEntry: false }) : undefined
  const options = { mode: write?.mode ?? 0, durable: true }
  createFile(directory, name, bytes, owner === undefined ? options : { ...options, owner })
}
