import { isUtf8 } from 'node:buffer'
import { isAbsolute, relative, sep } from 'node:path'
import type { BlobStore } from '../../core/ports/blob-store.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { findInstructions, type InstructionSource } from '../../core/instructions/find-instructions.ts'
import { projectInstructions } from '../../core/instructions/project-instructions.ts'
import { systemPrompt } from '../../core/instructions/system-prompt.ts'
import { joinPath } from '../../vfs/tree/path.ts'
import { listDirectory, lookup } from '../../vfs/tree/read.ts'
import { thisDisk } from '../args/mount-disk.ts'
import type { MountedTree, NewSessionFacts } from './new-session.ts'

/** The system prompt of a session: Lightspeed's own, then what the first mount says to agents, down to where the person stands. */
export async function composeInstructions(
  facts: Pick<NewSessionFacts, 'model' | 'mounts' | 'shell' | 'directory'>,
  blobs: Pick<BlobStore, 'get'>,
): Promise<string> {
  const { mounts, shell, model } = facts
  const date = new Date().toISOString().slice(0, 10)
  const own = systemPrompt({ dialect: model.dialect, mounts, shell, date })
  const [first] = mounts
  if (first === undefined) return own
  const start = await startIn(first, facts.directory, blobs)
  const { files, nested } = await findInstructions(treeSource(first.root, blobs), start)
  const project = projectInstructions(files, nested)
  return project === '' ? own : `${own}\n${project}`
}

/** A tree as the instructions are looked for in it. */
function treeSource(root: BlobRef, blobs: Pick<BlobStore, 'get'>): InstructionSource {
  return {
    list: async (directory) => {
      const entries = await listDirectory(root, directory, blobs)
      return entries.map(({ name, kind }) => ({ name, isDirectory: kind === 'dir' }))
    },
    read: async (path) => {
      const bytes = await bytesAt(root, path, blobs)
      return bytes !== null && isUtf8(bytes) ? new TextDecoder().decode(bytes) : null
    },
  }
}

/** Null for what is no file; a blob that cannot be read is an error, lest the instructions are lost without a word. */
async function bytesAt(root: BlobRef, path: string, blobs: Pick<BlobStore, 'get'>): Promise<Uint8Array | null> {
  const entry = await lookup(root, path, blobs)
  return entry?.kind === 'file' ? await blobs.get(entry.ref) : null
}

/** Where in a mount the person stands, as far as that is in its tree; `` at its root and outside of it. */
async function startIn(mount: MountedTree, directory: string, blobs: Pick<BlobStore, 'get'>): Promise<string> {
  if (mount.source === null) return ''
  const place = relative(thisDisk.realPath(mount.source), thisDisk.realPath(directory))
  if (place === '..' || place.startsWith(`..${sep}`) || isAbsolute(place)) return ''
  let start = ''
  for (const name of place.split(sep).filter((part) => part !== '')) {
    const next = joinPath(start, name)
    if ((await lookup(mount.root, next, blobs))?.kind !== 'dir') break
    start = next
  }
  return start
}
