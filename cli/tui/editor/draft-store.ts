import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isGone, thisProcess } from '../../../core/host/owner.ts'
import type { LeaseOwner } from '../../../core/ports/leases.ts'
import { errorCode, errorMessage } from '../../../core/values/errors.ts'
import { makePrivate } from '../../config/directories.ts'
import { isEmpty, type Draft } from './draft.ts'
import { isObject } from './is-object.ts'
import { draftFromParts, draftParts, parseParts, type Parts } from './parts.ts'

/** What an unsent draft belongs to: a session, or a directory where there is no session yet. */
export type DraftPlace = { readonly session: string } | { readonly directory: string }

/** Keeps the draft of one terminal on disk while it is unsent. */
export interface DraftStore {
  /** What a terminal that died here left unsent. */
  readonly restored: Draft | null
  /** Writes the draft soon, an empty one takes its file away; `sent` and `flush` do it now. */
  changed(draft: Draft): void
  sent(): void
  /** Answers with what went wrong since the last flush, if anything. */
  flush(): string | null
  /** From now on the draft belongs elsewhere: its session has begun. */
  moveTo(place: DraftPlace): void
}

/** Runs something later; answers with how to call it off. */
export type Later = (ms: number, run: () => void) => () => void

/** Quiet time before a draft is written. */
export const draftDelayMs = 300

interface Stored {
  readonly owner: LeaseOwner
  readonly parts: Parts
}

/**
 * Opens the drafts of a place. Every terminal writes a file of its own, so two on one session never
 * touch each other's; a file whose process is gone is adopted by the next that opens, one each.
 */
export function openDraftStore(dataDirectory: string, place: DraftPlace, later: Later = timer): DraftStore {
  const directory = join(dataDirectory, 'drafts')
  const owner = thisProcess()
  const fileOf = (where: DraftPlace): string =>
    join(directory, `${keyOf(where)}.${process.pid}-${randomBytes(4).toString('hex')}.json`)
  let file = fileOf(place)
  const restored = adopt(directory, keyOf(place), file)
  let pending: Draft | null = null
  let cancel = (): void => undefined
  let failed: string | null = null
  const attempt = (work: () => void): void => {
    try {
      work()
    } catch (error) {
      failed = `cannot keep the draft in ${directory} (${errorCode(error) ?? errorMessage(error)})`
    }
  }
  const write = (draft: Draft): void =>
    attempt(() => {
      if (isEmpty(draft)) rmSync(file, { force: true })
      else writeStored(directory, file, { owner, parts: draftParts(draft) })
    })
  const flush = (): string | null => {
    cancel()
    if (pending) write(pending)
    pending = null
    const what = failed
    failed = null
    return what
  }
  // What was adopted is ours now: its file must name a process that lives.
  if (restored) write(restored)
  return {
    restored,
    changed: (draft) => {
      cancel()
      pending = draft
      cancel = later(draftDelayMs, () => {
        if (pending) write(pending)
        pending = null
      })
    },
    sent: () => {
      cancel()
      pending = null
      attempt(() => rmSync(file, { force: true }))
    },
    flush,
    moveTo: (where) => {
      const before = file
      file = fileOf(where)
      attempt(() => renameSync(before, file))
      if (failed?.includes('ENOENT')) failed = null
    },
  }
}

function timer(ms: number, run: () => void): () => void {
  const handle = setTimeout(run, ms)
  return () => clearTimeout(handle)
}

function keyOf(place: DraftPlace): string {
  const [kind, name] = 'session' in place ? ['s', place.session] : ['d', place.directory]
  return `${kind}-${createHash('sha256').update(name).digest('hex').slice(0, 32)}`
}

function writeStored(directory: string, file: string, stored: Stored): void {
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
function adopt(directory: string, key: string, file: string): Draft | null {
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

function readStored(path: string): Stored | null {
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
