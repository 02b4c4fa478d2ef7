import { hashBlob } from '../../core/store/hash-blob.ts'
import type { StoredEntry } from '../../core/log/entry.ts'
import type { Event } from '../../core/machine/events.ts'
import type { AppendRequest, StagedBlob } from '../../core/ports/event-log.ts'
import type { InboxEntry } from '../../core/ports/inbox.ts'
import type { LeaseOwner } from '../../core/ports/leases.ts'
import type { NewSession } from '../../core/ports/session-index.ts'
import type { Store } from '../../core/ports/store.ts'
import type { CommandId, OpId, RunId, SessionId } from '../../core/values/ids.ts'

export const session = 'session-1' as SessionId
export const otherSession = 'session-2' as SessionId
export const unknownSession = 'never-created' as SessionId

/** Two owners that are not each other. */
export const alice: LeaseOwner = { host: 'here', pid: 1, startedAt: '100' }
export const bob: LeaseOwner = { host: 'here', pid: 2, startedAt: '200' }
export const nobodyIsGone = () => false
export const everybodyIsGone = () => true

/** A session to create, unremarkable but for what a test says. */
export function newSession(facts: Partial<NewSession> = {}): NewSession {
  return {
    id: session,
    name: null,
    directory: '/home/someone/project',
    model: 'demo/scripted',
    title: 'fix the tests',
    createdAt: 1000,
    ...facts,
  }
}

/** A store that has `session`, leased to nobody, at epoch 0. */
export async function withSession(store: Store): Promise<Store> {
  await store.sessions.create(newSession())
  return store
}

/** Runs `r1`, `r2`... started: the smallest events there are. */
export function started(...names: readonly string[]): readonly Event[] {
  return names.map((name) => ({ kind: 'run.started', runId: name as RunId }))
}

/** An append of one event at epoch 0 without expectations, but for what a test says. */
export function request(opId: string, facts: Partial<AppendRequest> = {}): AppendRequest {
  return {
    session,
    epoch: 0,
    opId: opId as OpId,
    expect: null,
    at: 2000,
    events: started(opId),
    blobs: [],
    ...facts,
  }
}

/** What an append is expected to have left. */
export function entry(seq: number, opId: string, name = opId, at = 2000): StoredEntry {
  return { seq, at, opId: opId as OpId, event: { kind: 'run.started', runId: name as RunId } }
}

/** A command waiting under `id`. */
export function rename(id: string, name = 'a name'): InboxEntry {
  return { id: id as CommandId, command: { kind: 'session.rename', name } }
}

/** Bytes that differ for every size and seed. */
export function bytesOf(sizeBytes: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(sizeBytes)
  for (let index = 0; index < sizeBytes; index++) bytes[index] = (index * 31 + seed * 7 + (index >> 8)) & 0xff
  return bytes
}

/** The same with their ref. */
export function staged(sizeBytes: number, seed = 1): StagedBlob {
  const bytes = bytesOf(sizeBytes, seed)
  return { ref: hashBlob(bytes), bytes }
}
