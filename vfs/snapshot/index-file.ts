import { hash } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeDirectories } from '../../core/store/durable-directory.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { temporaryName } from '../disk/temporary-name.ts'
import type { EntryContent, EntryKind } from '../tree/entry.ts'
import type { IndexedDirectory, IndexedFile } from './stat-index.ts'

/** The file that keeps the index of one mounted directory. `flavour` tells apart mounts taken by other rules. */
export function indexFilePath(cacheDirectory: string, directory: string, flavour: string): string {
  return join(cacheDirectory, hash('sha256', `${flavour}\0${directory}`).slice(0, 40) + extension)
}

const extension = '.index'

/** Forgets every kept index, as far as it can: the next mounts read all their files and store them again. */
export function removeIndexFiles(cacheDirectory: string): void {
  try {
    const names = readdirSync(cacheDirectory).filter((name) => name.endsWith(extension))
    for (const name of names) rmSync(join(cacheDirectory, name), { force: true })
  } catch {
    // Nothing was mounted yet, or the cache may not be written: then it is not the damage that must be told.
  }
}

/** The kept index, or null when there is none, or none that can be trusted. */
export function readIndexFile(path: string): IndexedDirectory | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return null
  }
  const headerEnd = text.indexOf('\n')
  const body = text.slice(headerEnd + 1)
  if (text.slice(0, headerEnd) !== header(body)) return null
  return fromRow(JSON.parse(body) as DirectoryRow)
}

/** Keeps an index. It is a cache: written whole or not at all, but not synced. */
export function writeIndexFile(path: string, index: IndexedDirectory): void {
  const body = JSON.stringify(toRow(index))
  const temporary = join(dirname(path), temporaryName())
  makeDirectories(dirname(path))
  writeFileSync(temporary, `${header(body)}\n${body}`, { mode: 0o600, flag: 'wx' })
  renameSync(temporary, path)
}

type FileRow = readonly [name: string, key: string, kind: EntryKind, executable: 0 | 1, ref: string, sizeBytes: number]
type DirectoryRow = readonly [
  ref: string,
  sizeBytes: number,
  files: number,
  fileRows: readonly FileRow[],
  directoryRows: readonly (readonly [name: string, row: DirectoryRow])[],
]

/** The hash guards against a file torn by a power loss, and against other versions. */
function header(body: string): string {
  return `lightspeed-index-1 ${hash('sha256', body)}`
}

function toRow(index: IndexedDirectory): DirectoryRow {
  const files = [...index.files].map(([name, { key, content }]): FileRow => {
    return [name, key, content.kind, content.executable ? 1 : 0, content.ref, content.sizeBytes]
  })
  const directories = [...index.directories].map(([name, directory]) => [name, toRow(directory)] as const)
  return [index.tree.ref, index.tree.sizeBytes, index.tree.files, files, directories]
}

function fromRow([ref, sizeBytes, count, fileRows, directoryRows]: DirectoryRow): IndexedDirectory {
  const tree: EntryContent = { kind: 'dir', executable: false, ref: ref as BlobRef, sizeBytes, files: count }
  const files = new Map(
    fileRows.map((row): [string, IndexedFile] => [row[0], { key: row[1], content: toContent(row) }]),
  )
  return { tree, files, directories: new Map(directoryRows.map(([name, row]) => [name, fromRow(row)])) }
}

function toContent([, , kind, executable, ref, sizeBytes]: FileRow): EntryContent {
  return { kind, executable: executable === 1, ref: ref as BlobRef, sizeBytes, files: 1 }
}
