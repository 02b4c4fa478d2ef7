import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { MemoryBlobs } from '../../core/store/memory/blobs.ts'
import { hashBlob } from '../../core/store/hash-blob.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { editTree } from '../../vfs/tree/edit.ts'
import type { BlobWriter } from '../../vfs/tree/entry.ts'
import { walkTree } from '../../vfs/tree/walk.ts'
import { emptyTree, fileContent, linkContent } from '../../vfs/tree/write.ts'

/** What is at a path: text, bytes, a script, or a link. */
export type FileSpec = string | Uint8Array | { readonly script: string } | { readonly link: string }
export type FileSpecs = Readonly<Record<string, FileSpec>>

/** Blobs in memory: a store, and a stage on top of it whose blobs are stored at once. */
export interface TestBlobs {
  readonly store: MemoryBlobs
  readonly stage: BlobWriter
}

/** New, empty blobs. */
export function makeBlobs(): TestBlobs {
  const store = new MemoryBlobs()
  const put = (bytes: Uint8Array): BlobRef => {
    const ref = hashBlob(bytes)
    store.add([{ ref, bytes }])
    return ref
  }
  return { store, stage: { put, get: (ref) => store.get(ref) } }
}

/** An empty directory that goes away with the test. */
export function makeDirectory(files: FileSpecs = {}): string {
  const directory = mkdtempSync(join(tmpdir(), 'lightspeed-vfs-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  writeFiles(directory, files)
  return directory
}

/** Puts files into a directory, replacing what is there. */
export function writeFiles(directory: string, files: FileSpecs): void {
  for (const [path, spec] of Object.entries(files)) {
    const target = join(directory, path)
    mkdirSync(dirname(target), { recursive: true })
    rmSync(target, { recursive: true, force: true })
    if (typeof spec === 'string' || spec instanceof Uint8Array) writeFileSync(target, spec)
    else if ('link' in spec) symlinkSync(spec.link, target)
    else {
      writeFileSync(target, spec.script)
      chmodSync(target, 0o755)
    }
  }
}

/** Every file and link of a directory, as `<mode> <content>`. */
export function readFiles(directory: string): Record<string, string> {
  const found: Record<string, string> = {}
  collectFiles(directory, '', found)
  return sorted(found)
}

function collectFiles(directory: string, prefix: string, found: Record<string, string>): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    const name = prefix + entry.name
    if (entry.isDirectory()) collectFiles(path, `${name}/`, found)
    else if (entry.isSymbolicLink()) found[name] = `link ${readlinkSync(path, { encoding: 'latin1' })}`
    else if (entry.isFile()) found[name] = `${modeName(lstatSync(path).mode)} ${readFileSync(path, 'latin1')}`
  }
}

/** Every file and link of a tree, in the same form. */
export async function treeFiles(root: BlobRef, blobs: BlobWriter): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for await (const { path, entry } of walkTree(root, blobs)) {
    const text = Buffer.from(await blobs.get(entry.ref)).toString('latin1')
    found[path] = entry.kind === 'symlink' ? `link ${text}` : `${entry.executable ? 'script' : 'file'} ${text}`
  }
  return sorted(found)
}

/** A tree that holds these files. */
export async function makeTree(files: FileSpecs, blobs: BlobWriter): Promise<BlobRef> {
  const edits = new Map(Object.entries(files).map(([path, spec]) => [path, specContent(spec, blobs)]))
  return await editTree(emptyTree(blobs), edits, blobs)
}

function specContent(spec: FileSpec, blobs: BlobWriter) {
  if (typeof spec === 'string') return fileContent(Buffer.from(spec), false, blobs)
  if (spec instanceof Uint8Array) return fileContent(spec, false, blobs)
  return 'link' in spec ? linkContent(spec.link, blobs) : fileContent(Buffer.from(spec.script), true, blobs)
}

function modeName(mode: number): string {
  return (mode & 0o100) === 0 ? 'file' : 'script'
}

function sorted(record: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}
