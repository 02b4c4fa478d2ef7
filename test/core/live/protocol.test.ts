import { expect, test } from 'vitest'
import fc from 'fast-check'
import { openLines } from '../../../core/live/lines.ts'
import { decodeDelta, decodeHello, encodeDeltas, encodeHello } from '../../../core/live/protocol.ts'
import type { Delta } from '../../../core/ports/deltas.ts'
import type { OpId, SessionId } from '../../../core/values/ids.ts'

const delta: Delta = {
  opId: 'r1/t1/model' as OpId,
  attempt: 1,
  n: 3,
  count: 2,
  part: { type: 'text', text: 'a\n\u0000é' },
}

test('what is said is understood', () => {
  const hello = { session: 's' as SessionId, have: new Map([[delta.opId, { attempt: 1, next: 5 }]]) }
  expect(decodeHello(encodeHello(hello).trimEnd())).toEqual(hello)
  expect(decodeDelta(encodeDeltas([delta]).trimEnd())).toEqual(delta)
})

test('whatever else comes is nothing, and nothing throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
      expect(decodeDelta(line)).toBeNull()
      expect(decodeHello(line)).toBeNull()
    }),
  )
  const almost = [{ opId: 1 }, { attempt: -1 }, { n: 0.5 }, { count: '2' }, { part: { type: 'text' } }, { part: null }]
  for (const wrong of almost) expect(decodeDelta(JSON.stringify({ ...delta, ...wrong }))).toBeNull()
})

test('bytes come as lines however they are cut', () => {
  const text = encodeDeltas([delta, { ...delta, n: 5 }, { ...delta, n: 7 }])
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), (size) => {
      const lines: string[] = []
      const take = openLines(1000, (line) => lines.push(line))
      const bytes = Buffer.from(text)
      for (let at = 0; at < bytes.length; at += size) expect(take(bytes.subarray(at, at + size))).toBe(true)
      expect(lines.map(decodeDelta)).toEqual([delta, { ...delta, n: 5 }, { ...delta, n: 7 }])
    }),
  )
})

test('a line that never ends is not waited for', () => {
  const take = openLines(1000, () => undefined)
  expect(take(Buffer.alloc(900, 97))).toBe(true)
  expect(take(Buffer.alloc(200, 97))).toBe(false)
})
