import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutter, recorded } from './cut.ts'
import { ask, failureOf, modelOver, replay, streamed, wire } from './replay.ts'

/** What damage may look like. */
const codes = ['stream-cut', 'malformed-response', 'empty-response', 'unmapped-stop', 'server', 'bad-request']

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
    const cut = await cutter(api, name)
    const ends = [...bytes.toString('latin1').matchAll(/\n\n/g)].map((match) => match.index + 2)
    for (const [i, end] of ends.entries()) {
      for (const place of [Math.floor(((ends[i - 1] ?? 0) + end) / 2), end - 1, end]) await cut(place, 'end')
    }
  })

  test('a connection that breaks gives no answer before it is whole', async () => {
    const cut = await cutter(api, name)
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
    for (let place = 0; place < bytes.length; place += 61) await cut(place, reset)
  })

  test('damaged bytes give an answer or a typed error, never anything else', async () => {
    const damage = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    })
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const damaged = Buffer.from(bytes)
        for (const [place, byte] of changes) damaged[place] = byte
        const answer = ask(modelOver(api, () => streamed([damaged])))
        const outcome = await answer.catch(() => null)
        if (outcome === null) expect(codes).toContain((await failureOf(answer)).code)
      }),
      { numRuns: 60 },
    )
  })
})
