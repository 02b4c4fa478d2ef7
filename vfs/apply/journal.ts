import { hash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, unlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isGone, thisProcess } from '../../core/host/owner.ts'
import type { LeaseOwner } from '../../core/ports/leases.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { errorCode } from '../../core/values/errors.ts'
import { createFile } from '../disk/create-file.ts'
import { openDirectory } from '../disk/directory-handle.ts'
import { temporaryName } from '../disk/temporary-name.ts'
import type { Found } from './found.ts'

/** One path to write or remove. */
export interface Operation {
  readonly path: string
  /** What the disk must hold for the operation to happen. */
  readonly expect: Found
  /** What it shall hold; null when it shall be gone. */
  readonly write: { readonly kind: 'file' | 'symlink'; readonly ref: BlobRef; readonly mode: number } | null
  /** Where the new content waits, relative to the directory; null for a removal. */
  readonly temporary: string | null
}

/**
 * Everything a later process needs to finish or undo an apply. `staging`: only temporary files were made, so undo;
 * `committing`: all content is staged and durable, so finish.
 */
export interface Journal {
  readonly directory: string
  readonly phase: 'staging' | 'committing'
  readonly operations: readonly Operation[]
  readonly emptied: readonly string[]
}

/** A journal and the file it is in. */
export interface JournalFile {
  readonly path: string
  readonly owner: LeaseOwner
}

/** Directory, owner, nonce: the owner is in the name so that one rename changes it. */
const namePattern = /^([0-9a-f]{40})\.([A-Za-z0-9_-]+)\.[0-9a-f]{8}\.journal$/

/** Journals that this process works on right now. */
const open = new Set<string>()

/** Journal files of one directory, or of all. */
export function listJournals(journalDirectory: string, directory?: string): readonly JournalFile[] {
  return namesIn(journalDirectory).flatMap((name): readonly JournalFile[] => {
    const [, key, owner] = namePattern.exec(name) ?? []
    if (owner === undefined || (directory !== undefined && key !== keyOf(directory))) return []
    return [{ path: join(journalDirectory, name), owner: decodeOwner(owner) }]
  })
}

/** Whether nobody works on a journal any more. */
export function isAbandoned(file: JournalFile): boolean {
  return encodeOwner(file.owner) === encodeOwner(thisProcess()) ? !open.has(file.path) : isGone(file.owner)
}

/** Names a journal of this process for a directory, and holds it open until `closeJournal`. */
export function openJournal(journalDirectory: string, directory: string): JournalFile {
  mkdirSync(journalDirectory, { recursive: true, mode: 0o700 })
  const file = ownFile(journalDirectory, keyOf(directory))
  open.add(file.path)
  return file
}

/** Makes an abandoned journal ours, so that only one process finishes it; null when another was faster. */
export function claimJournal(journalDirectory: string, file: JournalFile): JournalFile | null {
  const claimed = ownFile(journalDirectory, basename(file.path).slice(0, keyLength))
  open.add(claimed.path)
  try {
    renameSync(file.path, claimed.path)
    return claimed
  } catch (error) {
    closeJournal(claimed)
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}

/** Lets go of a journal; one that is still on disk is then abandoned. */
export function closeJournal(file: JournalFile): void {
  open.delete(file.path)
}

/** Writes a journal durably, whole or not at all. */
export function writeJournal(file: JournalFile, journal: Journal): void {
  const temporary = temporaryName()
  const handle = openDirectory(dirname(file.path))
  try {
    createFile(handle, temporary, Buffer.from(JSON.stringify(journal)), { mode: 0o600, durable: true })
    renameSync(`${handle.place}/${temporary}`, `${handle.place}/${basename(file.path)}`)
    handle.sync()
  } finally {
    handle.close()
  }
}

/** Reads a journal that `writeJournal` wrote. */
export function readJournal(file: JournalFile): Journal {
  return JSON.parse(readFileSync(file.path, 'utf8')) as Journal
}

/** Ends a journal: nothing is left to finish or undo. */
export function removeJournal(file: JournalFile): void {
  unlinkSync(file.path)
}

const keyLength = 40

function keyOf(directory: string): string {
  return hash('sha256', directory).slice(0, keyLength)
}

function ownFile(journalDirectory: string, key: string): JournalFile {
  const owner = thisProcess()
  const nonce = randomBytes(4).toString('hex')
  return { path: join(journalDirectory, `${key}.${encodeOwner(owner)}.${nonce}.journal`), owner }
}

function encodeOwner({ host, pid, startedAt }: LeaseOwner): string {
  return Buffer.from(JSON.stringify([host, pid, startedAt])).toString('base64url')
}

function decodeOwner(text: string): LeaseOwner {
  const [host, pid, startedAt] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [string, number, string]
  return { host, pid, startedAt }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}
