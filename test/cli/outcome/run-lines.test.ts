import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import type { BlobRef } from '../../../core/values/blob-ref.ts'
import type { OpId, RunId, SessionId } from '../../../core/values/ids.ts'
import { failedOutcome } from '../../../cli/outcome/outcome-line.ts'
import { contentRefs, entryLine, sessionLine } from '../../../cli/outcome/run-lines.ts'

const schema = JSON.parse(
  readFileSync(new URL('../../../docs/schema/run-json.schema.json', import.meta.url), 'utf8'),
) as object
const validate = new Ajv({ allErrors: true, strict: false }).compile(schema)

test('an entry is its event, with seq, time and the append', () => {
  const entry = {
    seq: 4,
    at: 9,
    opId: 'cmd/x' as OpId,
    event: { kind: 'run.started', runId: 'r1' as RunId },
  } as const
  expect(entryLine(entry)).toEqual({ seq: 4, at: 9, opId: 'cmd/x', kind: 'run.started', runId: 'r1' })
  expect(validate(entryLine(entry))).toBe(true)
})

test('the first and the last line fit the schema, and a line of no kind does not', () => {
  const first = sessionLine({ id: 's' as SessionId, directory: '/d', model: 'a/b' }, 0)
  expect(first).toMatchObject({ kind: 'session', schema: 1 })
  expect(validate(first)).toBe(true)
  const last = failedOutcome({ outcome: 'failed', exitCode: 2 }, { code: 'usage', message: 'm' })
  expect(validate(last)).toBe(true)
  expect(validate({ ...last, exitCode: 7 })).toBe(false)
  expect(validate({ kind: 'nonsense' })).toBe(false)
})

test('the texts of an entry are those it names, in its order', () => {
  const ref = (digit: string) => `sha256:${digit.repeat(64)}` as BlobRef
  const refs = contentRefs({
    kind: 'turn.generated',
    turnId: 't1' as never,
    items: [{ kind: 'assistant', ref: ref('1'), sizeBytes: 1 }],
    calls: [{ callId: 'c', name: 'n', argsRef: ref('2'), effectClass: 'pure' }],
    stop: 'tool-calls',
    usage: { inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 0, reasoningTokens: 0 },
    costMicroUsd: 0,
    textRef: ref('3'),
    durationMs: 0,
  })
  expect(refs).toEqual([ref('1'), ref('2'), ref('3')])
  expect(contentRefs({ kind: 'run.started', runId: 'r1' as RunId })).toEqual([])
})
