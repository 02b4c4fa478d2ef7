import { expect } from 'vitest'
import type { StoredEntry } from '../../../core/log/entry.ts'
import type { Event } from '../../../core/machine/events.ts'
import type { Store } from '../../../core/ports/store.ts'
import type { BlobRef } from '../../../core/values/blob-ref.ts'
import type { SessionId } from '../../../core/values/ids.ts'
import type { MockProvider } from '../../support/mock-provider/mock-provider.ts'
import { expectSoundLog, expectSoundRequests } from '../../support/run-laws.ts'

/** What became known of one session while things were killed around it. */
export interface Evidence {
  readonly store: Store
  readonly session: SessionId
  /** Ids of prompts that somebody was told are stored. */
  readonly acknowledged: readonly string[]
  /** What attached clients were told, each from seq 1. */
  readonly streams: readonly (readonly StoredEntry[])[]
  /** How often the command of a prompt took effect. */
  readonly effects: (id: string) => number
  readonly mock: MockProvider
  /** Texts of answers that were given to workers which had been replaced. */
  readonly late?: readonly string[]
}

/** Figures of an audit in which nothing was wrong. */
export interface Tally {
  readonly entries: number
  readonly prompts: number
  readonly effects: number
  /** Commands of which nobody knows how they ended; the model was told so. */
  readonly unknown: number
  readonly streams: number
}

/**
 * Holds a session to what was promised: nothing acknowledged is lost, no effect is there twice, nothing late was taken in,
 * every stream told all of the log once and in order, and there is every blob that an event names.
 */
export async function audit(evidence: Evidence): Promise<Tally> {
  const { store, session, acknowledged, streams, effects, mock, late = [] } = evidence
  const log = await store.log.read(session, 0)
  expectSoundLog(log.map((entry) => ({ ...entry })))
  for (const told of streams) expect(told).toEqual(log)
  expectSoundRequests(mock)
  await expectBlobs(store, log)
  const events = log.map(({ event }) => event)
  const runs = runsOf(events)
  const asked = new Set(acknowledged)
  expect([...runs.keys()].filter((id) => asked.has(id)).sort()).toEqual([...asked].sort())
  let tally = { effects: 0, unknown: 0 }
  for (const [id, runId] of runs) {
    expect([id, outcomesOf(events, runId)]).toEqual([id, ['completed']])
    if (!asked.has(id)) continue
    const calls = events.flatMap((event) =>
      event.kind === 'tool.finished' && event.call.startsWith(`${runId}/`) ? event.outcome : [],
    )
    const times = effects(id)
    expect([id, times <= 1, calls.every((outcome) => ['ok', 'unknown'].includes(outcome))]).toEqual([id, true, true])
    // What is told to have worked did; of what nobody knows it may be either.
    if (calls.includes('ok')) expect([id, times]).toEqual([id, 1])
    const unknown = calls.filter((outcome) => outcome === 'unknown').length
    tally = { effects: tally.effects + times, unknown: tally.unknown + unknown }
  }
  await expectNothingLate(store, events, late)
  return { entries: log.length, prompts: asked.size, streams: streams.length, ...tally }
}

/** The runs by the commands that asked for them, of which none did twice. */
function runsOf(events: readonly Event[]): ReadonlyMap<string, string> {
  const requests = events.filter((event) => event.kind === 'run.requested')
  const runs = new Map(requests.map(({ commandId, runId }) => [commandId as string, runId as string]))
  expect(runs.size).toBe(requests.length)
  const started = events.flatMap((event) => (event.kind === 'tool.started' ? event.call : []))
  expect(new Set(started).size, 'a call was begun twice').toBe(started.length)
  return runs
}

function outcomesOf(events: readonly Event[], runId: string): readonly string[] {
  return events.flatMap((event) => (event.kind === 'run.finished' && event.runId === runId ? event.outcome.type : []))
}

async function expectBlobs({ blobs }: Store, log: readonly StoredEntry[]): Promise<void> {
  const refs = new Set(JSON.stringify(log).match(/sha256:[0-9a-f]{64}/g) ?? []) as Set<BlobRef>
  const there = await blobs.has([...refs])
  expect([...refs].filter((ref) => !there.has(ref))).toEqual([])
}

async function expectNothingLate({ blobs }: Store, events: readonly Event[], late: readonly string[]): Promise<void> {
  if (late.length === 0) return
  const refs = events.flatMap((event) => (event.kind === 'turn.generated' && event.textRef ? event.textRef : []))
  const texts = await Promise.all(refs.map(async (ref) => new TextDecoder().decode(await blobs.get(ref))))
  expect(texts.filter((text) => late.some((stale) => text.includes(stale)))).toEqual([])
}
