import { expect, test } from 'vitest'
import type { StoredEntry } from '../../../core/log/entry.ts'
import type { Event } from '../../../core/machine/events.ts'
import type { BlobRef } from '../../../core/values/blob-ref.ts'
import type { CommandId, OpId, RunId, TurnId } from '../../../core/values/ids.ts'
import { emptyTally, tallyEntry } from '../../../cli/outcome/run-tally.ts'

const ref = `sha256:${'a'.repeat(64)}` as BlobRef
const item = { kind: 'user', ref, sizeBytes: 1 } as const
const limits = { turns: null, toolCalls: null, tokens: null, costMicroUsd: null, wallClockMs: null }
const usage = { inputTokens: 10, cachedInputTokens: 4, cacheWriteTokens: 1, outputTokens: 3, reasoningTokens: 2 }
const ours = 'ours' as CommandId

const requested = (runId: string, commandId = ours): Event => ({
  kind: 'run.requested',
  runId: runId as RunId,
  commandId,
  input: item,
  limits,
})
const generated = (costMicroUsd: number | null, textRef: BlobRef | null): Event => ({
  kind: 'turn.generated',
  turnId: 't1' as TurnId,
  items: [],
  calls: [{ callId: 'c', name: 'read', argsRef: ref, effectClass: 'pure' }],
  stop: 'end',
  usage,
  costMicroUsd,
  textRef,
  durationMs: 1,
})
const finished = (runId: string): Event => ({
  kind: 'run.finished',
  runId: runId as RunId,
  outcome: { type: 'completed' },
})
const started = (runId: string): Event => ({ kind: 'run.started', runId: runId as RunId })

const tally = (...events: readonly Event[]) =>
  events
    .map((event, index): StoredEntry => ({ seq: index + 1, at: index * 100, opId: 'x' as OpId, event }))
    .reduce(tallyEntry, emptyTally(ours))

test('a run is the sum of what was billed between its start and its end', () => {
  const result = tally(requested('r1'), started('r1'), generated(5, null), generated(7, ref), finished('r1'))
  expect(result).toMatchObject({
    runId: 'r1',
    turns: 2,
    toolCalls: 2,
    costMicroUsd: 12,
    textRef: ref,
    durationMs: 300,
    outcome: { type: 'completed' },
  })
  expect(result.usage).toEqual({
    inputTokens: 20,
    cachedInputTokens: 8,
    cacheWriteTokens: 2,
    outputTokens: 6,
    reasoningTokens: 4,
  })
})

test('what other runs cost before and after is not ours', () => {
  const other = 'theirs' as CommandId
  const result = tally(
    requested('r1', other),
    requested('r2'),
    started('r1'),
    generated(1000, ref),
    finished('r1'),
    started('r2'),
    generated(5, null),
    finished('r2'),
    started('r3'),
    generated(1000, ref),
  )
  expect(result).toMatchObject({
    runId: 'r2',
    turns: 1,
    costMicroUsd: 5,
    textRef: null,
    outcome: { type: 'completed' },
  })
})

test('one unknown price makes the cost unknown for good', () => {
  const result = tally(requested('r1'), started('r1'), generated(5, null), generated(null, null), generated(5, null))
  expect(result.costMicroUsd).toBeNull()
})

test('a failed turn and a compaction are billed too, when they cost anything', () => {
  const failed: Event = {
    kind: 'turn.failed',
    turnId: 't1' as TurnId,
    attempt: 1,
    code: 'refusal',
    status: null,
    message: 'no',
    usage,
    costMicroUsd: 3,
  }
  const compacted: Event = {
    kind: 'context.compacted',
    number: 1,
    items: [],
    method: 'dropped',
    usage: null,
    costMicroUsd: null,
  }
  expect(tally(requested('r1'), started('r1'), failed, compacted)).toMatchObject({ costMicroUsd: 3, turns: 0 })
})

test('a run that was taken back has that for an outcome', () => {
  const withdrawn: Event = { kind: 'run.withdrawn', runId: 'r1' as RunId, commandId: 'x' as CommandId }
  expect(tally(requested('r1'), withdrawn).outcome).toEqual({ type: 'withdrawn' })
})

test('a call that was billed in part makes the tally a lower bound', () => {
  const bill = { usage, costMicroUsd: 3, isLowerBound: true } as const
  const facts = { turnId: 't1' as TurnId, attempt: 1 }
  const billed: Event = { kind: 'turn.billed', ...facts, ...bill }
  const retry = { code: 'network', status: null, message: 'no', delayMs: 1 } as const
  const retried: Event = { kind: 'turn.retried', ...facts, ...retry, ...bill }
  for (const event of [billed, retried])
    expect(tally(requested('r1'), started('r1'), event)).toMatchObject({ costMicroUsd: 3, isLowerBound: true, usage })
  const { usage: _usage, costMicroUsd: _cost, isLowerBound: _flag, ...plain } = retried
  expect(tally(requested('r1'), started('r1'), plain)).toMatchObject({ costMicroUsd: 0, isLowerBound: false })
})
