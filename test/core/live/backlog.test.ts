import { expect, test } from 'vitest'
import { Backlog } from '../../../core/live/backlog.ts'
import type { Delta, DeltaPart } from '../../../core/ports/deltas.ts'
import type { OpId } from '../../../core/values/ids.ts'

const op = 'r1/t1/model' as OpId
const other = 'r1/t1/c0' as OpId
const delta = (n: number, part: DeltaPart, opId = op, attempt = 1): Delta => ({ opId, attempt, n, part })
const say = (text: string): DeltaPart => ({ type: 'text', text })
const everything = Number.POSITIVE_INFINITY

test('neighbours of one kind are joined and counted, others stay apart and in order', () => {
  const backlog = new Backlog()
  const parts: readonly DeltaPart[] = [
    { type: 'thinking', text: 'hm' },
    say('a'),
    say('b'),
    { type: 'call', callId: 'c1', name: 'look' },
    { type: 'call-args', callId: 'c1', text: '{' },
    { type: 'call-args', callId: 'c1', text: '}' },
    { type: 'call-args', callId: 'c2', text: '[' },
  ]
  parts.forEach((part, n) => backlog.add(delta(n, part)))
  expect(backlog.read(new Map(), everything)).toEqual([
    delta(0, { type: 'thinking', text: 'hm' }),
    { ...delta(1, say('ab')), count: 2 },
    delta(3, { type: 'call', callId: 'c1', name: 'look' }),
    { ...delta(4, { type: 'call-args', callId: 'c1', text: '{}' }), count: 2 },
    delta(6, { type: 'call-args', callId: 'c2', text: '[' }),
  ])
})

test('each reader gets everything once, at its own pace', () => {
  const backlog = new Backlog()
  const [slow, fast] = [new Map<never, never>(), new Map<never, never>()]
  backlog.add(delta(0, say('a')))
  expect(backlog.read(fast, everything)).toEqual([delta(0, say('a'))])
  backlog.add(delta(1, say('b')))
  expect(backlog.read(fast, everything)).toEqual([delta(1, say('b'))])
  expect(backlog.read(fast, everything)).toEqual([])
  expect(backlog.read(slow, everything)).toEqual([{ ...delta(0, say('ab')), count: 2 }])
})

test('a reader that had some of it goes on there, unless another attempt was made since', () => {
  const backlog = new Backlog()
  for (const n of [0, 1, 2]) backlog.add(delta(n, say(String(n))))
  const cursor = backlog.cursor(new Map([[op, { attempt: 1, next: 2 }]]))
  expect(backlog.read(cursor, everything)).toEqual([delta(2, say('2'))])
  const stale = backlog.cursor(new Map([[op, { attempt: 0, next: 2 }]]))
  expect(backlog.read(stale, everything)).toEqual([{ ...delta(0, say('012')), count: 3 }])
})

test('another attempt, or the same one begun anew, replaces what streamed before', () => {
  const backlog = new Backlog()
  const cursor = new Map<never, never>()
  backlog.add(delta(0, say('old')))
  backlog.read(cursor, everything)
  backlog.add(delta(0, say('anew')))
  expect(backlog.read(cursor, everything)).toEqual([delta(0, say('anew'))])
  backlog.add(delta(0, say('second'), op, 2))
  expect(backlog.read(cursor, everything)).toEqual([delta(0, say('second'), op, 2)])
})

test('only operations under way are kept', () => {
  const backlog = new Backlog()
  backlog.add(delta(0, say('a')))
  backlog.add(delta(0, { type: 'output', text: 'b' }, other))
  backlog.keepOnly([other])
  expect(backlog.read(new Map(), everything)).toEqual([delta(0, { type: 'output', text: 'b' }, other)])
  backlog.keepOnly([])
  expect(backlog.isEmpty).toBe(true)
})

test('of very long output the end is kept, and the gap shows', () => {
  const backlog = new Backlog()
  const chunk = 'x'.repeat(10_000)
  for (let n = 0; n < 1000; n++) backlog.add(delta(n, { type: 'output', text: chunk }))
  const deltas = backlog.read(new Map(), everything)
  const chars = deltas.reduce((sum, { part }) => sum + ('text' in part ? part.text.length : 0), 0)
  expect(chars).toBeGreaterThan(1_000_000)
  expect(chars).toBeLessThanOrEqual(1024 * 1024)
  expect(deltas[0]?.n).toBe(1000 - chars / 10_000)
  expect((deltas.at(-1)?.n ?? 0) + (deltas.at(-1)?.count ?? 1)).toBe(1000)
})

test('a reading stops at its limit and goes on there', () => {
  const backlog = new Backlog()
  for (let n = 0; n < 100; n++) backlog.add(delta(n, say('x'.repeat(1000))))
  const cursor = new Map<never, never>()
  const counts: number[] = []
  for (let deltas = backlog.read(cursor, 20_000); deltas.length > 0; deltas = backlog.read(cursor, 20_000))
    counts.push(deltas.reduce((sum, { count = 1 }) => sum + count, 0))
  expect(counts.length).toBeGreaterThan(2)
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(100)
})
