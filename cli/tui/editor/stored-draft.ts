import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isGone } from '../../../core/host/owner.ts'
import type { LeaseOwner } from '../../../core/ports/leases.ts'
import { makePrivate } from '../../config/directories.ts'
import type { CommandId, SessionId } from '../../../core/values/ids.ts'
import { isObject } from '../../../core/values/is-object.ts'
import { parseParts, type Parts } from './parts.ts'

/** What the file of a draft holds. */
export interface StoredDraft {
  /** The process whose draft it is. */
  readonly owner: LeaseOwner
  readonly parts: Parts
  /** Sent, and not known to be in the inbox; oldest first. */
  readonly sending: readonly SendingDraft[]
}

/** A draft on its way into an inbox: whether it came there is known there. */
export interface SendingDraft {
  readonly session: SessionId
  readonly command: CommandId
  readonly parts: Parts
}

/** Writes the file whole or not at all, for its owner only. */
export function writeStored(directory: string, file: string, stored: StoredDraft): void {
  makePrivate(directory)
  const temporary = `${file}.tmp`
  try {
    writeFileSync(temporary, JSON.stringify(stored), { mode: 0o600 })
    renameSync(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** Takes the newest draft of a process that is gone, as our own file. A rename has one winner. */
export function adoptDraft(directory: string, key: string, file: string): StoredDraft | null {
  for (const orphan of orphansOf(directory, key)) {
    try {
      renameSync(orphan.path, file)
      return orphan.stored
    } catch {
      // Another terminal was faster, or the directory cannot be written: the next one, or none.
    }
  }
  return null
}

function orphansOf(directory: string, key: string): readonly { readonly path: string; readonly stored: StoredDraft }[] {
  return listFiles(directory)
    .filter((name) => name.startsWith(`${key}.`) && name.endsWith('.json'))
    .flatMap((name) => {
      const path = join(directory, name)
      const stored = readStored(path)
      return stored && isGone(stored.owner) ? [{ path, stored, at: modifiedAt(path) }] : []
    })
    .sort((a, b) => b.at - a.at)
}

function listFiles(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}

function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function readStored(path: string): StoredDraft | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (!isObject(value) || !isObject(value['owner'])) return null
    const { host, pid, startedAt } = value['owner']
    const parts = parseParts(value['parts'])
    if (typeof host !== 'string' || typeof pid !== 'number' || typeof startedAt !== 'string' || !parts) return null
    return { owner: { host, pid, startedAt }, parts, sending: parseSending(value['sending']) }
  } catch {
    return null
  }
}

function parseSending(value: unknown): readonly SendingDraft[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((each: unknown) => {
    if (!isObject(each)) return []
    const { session, command } = each
    const parts = parseParts(each['parts'])
    if (typeof session !== 'string' || typeof command !== 'string' || parts === null) return []
    return [{ session: session as SessionId, command: command as CommandId, parts }]
  })
}
