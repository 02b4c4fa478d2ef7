import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectWholeOrNothing, wholeFrom } from './cut.ts'
import { apis, ask, modelOver, replay, streamed, wire } from './replay.ts'

const recorded = apis.flatMap((api) =>
  ['answer', 'calls', api === 'openai-chat' ? 'gateway' : 'unknown'].map((name) => [api, name] as const),
)

function slices(bytes: Buffer, cuts: readonly number[]): readonly Uint8Array[] {
  const places = [...new Set(cuts)].sort((a, b) => a - b)
  return [0, ...places].map((from, i) => bytes.subarray(from, places[i] ?? bytes.length))
}

describe.each(recorded)('%s %s', (api, name) => {
  const bytes = wire(api, name)

  test('any chunking gives the same answer and the same deltas', async () => {
    const expected = await replay(api, bytes)
    const cuts = fc.array(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        const answer = await ask(modelOver(api, () => streamed(slices(bytes, places))))
        expect(answer).toEqual(expected)
      }),
      { numRuns: 25 },
    )
  })

  test.each([
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('%s line ends change nothing', async (_, end) => {
    const other = Buffer.from(bytes.toString().replaceAll('\n', end))
    expect(await replay(api, other)).toEqual(await replay(api, bytes))
  })

  test('a byte order mark changes nothing', async () => {
    const marked = Buffer.concat([Buffer.from('\uFEFF'), bytes])
    expect(await replay(api, marked)).toEqual(await replay(api, bytes))
  })

  test('an end before, inside and after every event gives no answer before it is whole', async () => {
    const { generation } = await replay(api, bytes)
    const boundaries = [...bytes.toString('latin1').matchAll(/\n\n/g)].map((match) => match.index + 2)
    const places = boundaries.flatMap((end, i) => [end, end - 1, Math.floor(((boundaries[i - 1] ?? 0) + end) / 2)])
    for (const place of places) {
      await expectWholeOrNothing(api, bytes.subarray(0, place), 'end', generation, place > wholeFrom(api, bytes))
    }
  })

  test('a connection that breaks gives no answer before it is whole', async () => {
    const { generation } = await replay(api, bytes)
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
    for (let place = 0; place < bytes.length; place += 61) {
      await expectWholeOrNothing(api, bytes.subarray(0, place), reset, generation, place > wholeFrom(api, bytes))
    }
  })
})
