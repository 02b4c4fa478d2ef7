import { createHash, randomBytes } from 'node:crypto'
import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { thisProcess } from '../../../core/host/owner.ts'
import { errorCode, errorMessage } from '../../../core/values/errors.ts'
import type { CommandId } from '../../../core/values/ids.ts'
import { emptyDraft, isEmpty, type Draft } from './draft.ts'
import { draftFromParts, draftParts } from './parts.ts'
import { adoptDraft, writeStored, type SendingDraft } from './stored-draft.ts'

/** What an unsent draft belongs to: a session, or a directory where there is no session yet. */
export type DraftPlace = { readonly session: string } | { readonly directory: string }

/** Keeps the draft of one terminal on disk while it is unsent. */
export interface DraftStore {
  /** What a terminal that died here left unsent. */
  readonly restored: Draft | null
  /** What it had sent, and was not told that it is in the inbox. */
  readonly unsettled: readonly SendingDraft[]
  /** Writes the draft soon, an empty one takes its file away; `flush` and what stands between them do it now. */
  changed(draft: Draft): void
  /** A draft is sent: it is kept beside the next one until it is settled. Said again, nothing changes. */
  sending(draft: SendingDraft): void
  settled(...commands: readonly CommandId[]): void
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
  const adopted = adoptDraft(directory, keyOf(place), file)
  const restored = adopted === null || adopted.parts.length === 0 ? null : draftFromParts(adopted.parts)
  let latest = restored ?? emptyDraft
  let sending = adopted?.sending ?? []
  let isPending = false
  let cancel = (): void => undefined
  let failed: string | null = null
  const attempt = (work: () => void): void => {
    try {
      work()
    } catch (error) {
      failed = `cannot keep the draft in ${directory} (${errorCode(error) ?? errorMessage(error)})`
    }
  }
  const write = (): void => {
    cancel()
    isPending = false
    attempt(() => {
      if (isEmpty(latest) && sending.length === 0) rmSync(file, { force: true })
      else writeStored(directory, file, { owner, parts: draftParts(latest), sending })
    })
  }
  // What was adopted is ours now: its file must name a process that lives.
  if (adopted) write()
  return {
    restored,
    unsettled: sending,
    changed: (draft) => {
      cancel()
      latest = draft
      isPending = true
      cancel = later(draftDelayMs, write)
    },
    sending: (draft) => {
      if (sending.some(({ command }) => command === draft.command)) return
      sending = [...sending, draft]
      write()
    },
    settled: (...commands) => {
      const open = sending.filter(({ command }) => !commands.includes(command))
      if (open.length === sending.length) return
      sending = open
      write()
    },
    flush: () => {
      if (isPending) write()
      const what = failed
      failed = null
      return what
    },
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
