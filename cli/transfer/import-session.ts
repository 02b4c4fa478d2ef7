import { statSync } from 'node:fs'
import { departureOpId } from '../../core/machine/op-ids.ts'
import type { Store } from '../../core/ports/store.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { UsageError } from '../errors.ts'
import { newSessionId } from '../session/session-ids.ts'
import { readTransfer, type Transfer } from './read-transfer.ts'

/** How a file is taken in. */
export interface ImportWish {
  readonly file: string
  /** Under a new id. */
  readonly asNew: boolean
  /** Directory that the session belongs to here. */
  readonly directory: string
  /** Ms since the epoch. */
  readonly now: number
}

/** Puts blobs into the store this many bytes at a time. */
const batchBytes = 4 * 1024 * 1024

/**
 * Reads an exported session into the store: all of it, or nothing. It records that it was imported, so that
 * what belongs to the other machine counts for nothing here. @throws UsageError when there is no such file or its id is
 * taken, TransferError
 */
export async function importSession(wish: ImportWish, store: Store): Promise<SessionId> {
  requireFile(wish.file)
  const transfer = await readTransfer(wish.file, store.blobs)
  try {
    const { session } = transfer
    const id = wish.asNew ? newSessionId() : session.id
    if ((await store.sessions.get(id)) !== null) throw taken(id)
    await putBlobs(transfer, store)
    const head = transfer.entries.length
    const opId = departureOpId('import', head)
    const imported = { kind: 'session.imported', source: session.id } as const
    const entries = [...transfer.entries, { seq: head + 1, at: wish.now, opId, event: imported }]
    const { name, model, title, createdAt } = session
    const origin = { type: 'import', session: session.id, seq: head } as const
    const facts = { id, name, directory: wish.directory, model, title, createdAt, origin }
    if (!(await store.sessions.restore(facts, { entries, epoch: transfer.epoch }))) throw taken(id)
    return id
  } finally {
    await transfer.close()
  }
}

function requireFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) throw new UsageError(`${file}: no such file or directory`)
  if (found.isDirectory()) throw new UsageError(`${file}: that is a directory, not a file`)
}

/** Durable before the log that names them. */
async function putBlobs({ refs, blobs }: Transfer, store: Store): Promise<void> {
  let batch: Uint8Array[] = []
  let size = 0
  for (const ref of refs) {
    const bytes = await blobs.get(ref)
    batch.push(bytes)
    size += bytes.length
    if (size < batchBytes) continue
    await store.blobs.put(batch)
    batch = []
    size = 0
  }
  await store.blobs.put(batch)
}

function taken(id: SessionId): UsageError {
  return new UsageError(`session ${id} is here already; --as-new imports it under another id`)
}
