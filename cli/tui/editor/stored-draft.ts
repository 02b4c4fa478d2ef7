import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isGone } from '../../../core/host/owner.ts'
import type { LeaseOwner } from '../../../core/ports/leases.ts'
import { makePrivate } from '../../config/directories.ts'
import type { Draft } from './draft.ts'
import { isObject } from '../../../core/values/is-object.ts'
import { draftFromParts, parseParts, type Parts } from './parts.ts'

/** What the file of a draft holds. */
export interface StoredDraft {
  /** The process whose draft it is. */
  readonly owner: LeaseOwner
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
export function adoptDraft(directory: string, key: string, file: string): Draft | null {
  for (const orphan of orphansOf(directory, key)) {
    try {
      renameSync(orphan.path, file)
      return draftFromParts(orphan.parts)
    } catch {
      // Another terminal was faster, or the directory cannot be written: the next one, or none.
    }
  }
  return null
}

function orphansOf(directory: string, key: string): readonly { readonly path: string; readonly parts: Parts }[] {
  return listFiles(directory)
    .filter((name) => name.startsWith(`${key}.`) && name.endsWith('.json'))
    .flatMap((name) => {
      const path = join(directory, name)
      const stored = readStored(path)
      return stored && isGone(stored.owner) ? [{ path, parts: stored.parts, at: modifiedAt(path) }] : []
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
    return { owner: { host, pid, startedAt }, parts }
  } catch {
    return null
  }
}
