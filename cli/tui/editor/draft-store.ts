import { createHash, randomBytes } from 'node:crypto'
import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { thisProcess } from '../../../core/host/owner.ts'
import { errorCode, errorMessage } from '../../../core/values/errors.ts'
import { isEmpty, type Draft } from './draft.ts'
import { draftParts } from './parts.ts'
import { adoptDraft, writeStored } from './stored-draft.ts'

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
const draftDelayMs = 300

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
  const restored = adoptDraft(directory, keyOf(place), file)
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
