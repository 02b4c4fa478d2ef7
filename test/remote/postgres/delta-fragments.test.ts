import { expect, test } from 'vitest'
import type { Delta } from '../../../core/ports/deltas.ts'
import type { OpId } from '../../../core/values/ids.ts'
import { FragmentJoiner, toFragments } from '../../../remote/postgres/delta-fragments.ts'

const listener = 'f'.repeat(36)
const delta = (n: number, text: string): Delta => ({
  ...{ opId: 'r1/t1/model' as OpId, attempt: 1, n },
  part: { type: 'text', text },
})

test.each(['', 'word', 'naïve \u{1f600} \u0000 \n \ud800 "quoted"', '漢\u{1f600}'.repeat(20_000), 'x'.repeat(7_800)])(
  'a text comes out as it went in, in payloads that Postgres takes',
  (text) => {
    const deltas = [delta(0, text), delta(1, text)]
    const payloads = toFragments(listener, 'sender.1', deltas)
    for (const payload of payloads) expect(Buffer.byteLength(payload)).toBeLessThan(8_000)
    const joiner = new FragmentJoiner()
    const received = payloads.map((payload) => joiner.take(payload))
    expect(received.slice(0, -1).every((one) => one === null)).toBe(true)
    expect(received.at(-1)).toEqual({ listener, deltas })
  },
)

test('a message with a fragment missing is dropped, the next one is not', () => {
  const [first = '', second = '', third = ''] = toFragments(listener, 's.1', [delta(0, 'x'.repeat(20_000))])
  const joiner = new FragmentJoiner()
  expect([first, third].map((payload) => joiner.take(payload))).toEqual([null, null])
  expect(joiner.take(second)).toBeNull()
  const next = toFragments(listener, 's.2', [delta(1, 'y')])
  expect(next.map((payload) => joiner.take(payload)?.deltas)).toEqual([[delta(1, 'y')]])
})

test('messages for two listeners may come in turns', () => {
  const [one, two] = ['one', 'two'].map((name) => toFragments(name, 's.1', [delta(0, name.repeat(4_000))]))
  const joiner = new FragmentJoiner()
  const received = [0, 1].flatMap((index) => [one, two].map((payloads) => joiner.take(payloads?.[index] ?? '')))
  expect(received.map((got) => got?.listener)).toEqual([undefined, undefined, 'one', 'two'])
})

test.each(['', 'nonsense', 'a b 0 1', 'a b x 1 {}', 'a b 5 9 {}'])('%o is nobody’s message', (payload) => {
  expect(new FragmentJoiner().take(payload)).toBeNull()
})
