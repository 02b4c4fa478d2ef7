import { expect, test } from 'vitest'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { BlobRef } from '../../../core/values/blob-ref.ts'
import type { CommandId, OpId, RunId, SessionId } from '../../../core/values/ids.ts'
import { failedOutcome } from '../../../cli/outcome/outcome-line.ts'
import { sessionLine, type RunLine } from '../../../cli/outcome/run-lines.ts'
import { JsonView, OutcomeView, StreamJsonView } from '../../../cli/work/json-view.ts'
import type { RunView } from '../../../cli/work/run-view.ts'
import { noLimits } from '../../support/simulator.ts'

const store = openMemoryStore()
const outcome = failedOutcome({ outcome: 'failed', exitCode: 1 }, { code: 'x', message: 'm' })

async function play(open: (write: (line: RunLine) => void) => RunView): Promise<readonly string[]> {
  const lines: RunLine[] = []
  const view = open((line) => lines.push(line))
  const [ref] = (await store.blobs.put([Buffer.from('{"role":"user"}')])) as [BlobRef]
  const requested = (seq: number, runId: string) => ({
    seq,
    at: 1,
    opId: 'x' as OpId,
    event: {
      kind: 'run.requested',
      runId: runId as RunId,
      commandId: 'c' as CommandId,
      input: { kind: 'user', ref, sizeBytes: 1 },
      limits: noLimits,
    } as const,
  })
  view.begin(sessionLine({ id: 's' as SessionId, directory: '/d', model: 'm/x' }, 0))
  await view.entry(requested(1, 'r1'))
  view.delta({ opId: 'x' as OpId, attempt: 1, n: 0, part: { type: 'text', text: 'hi' } })
  await view.entry(requested(2, 'r2'))
  await view.end(outcome)
  return lines.map((line) => line.kind)
}

test('--json has the session, the log, and the outcome last', async () => {
  expect(await play((write) => new JsonView(write))).toEqual(['session', 'run.requested', 'run.requested', 'outcome'])
})

test('stream-json adds each text once, behind the entry that names it first, and what streams', async () => {
  expect(await play((write) => new StreamJsonView(write, store.blobs))).toEqual([
    'session',
    'run.requested',
    'content',
    'delta',
    'run.requested',
    'outcome',
  ])
})

test('json has only the outcome', async () => {
  expect(await play((write) => new OutcomeView(write))).toEqual(['outcome'])
})
