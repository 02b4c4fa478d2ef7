import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HeadTail } from '../../../sandbox/process/head-tail.ts'

test('what fits the limit is whole, of more both halves are exact, however it came in', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 40 }),
      fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 8 }),
      (limit, chunks) => {
        const kept = new HeadTail(limit)
        for (const chunk of chunks) kept.write(chunk)
        const all = Buffer.concat(chunks)
        const half = Math.floor(limit / 2)
        expect(kept.totalBytes).toBe(all.byteLength)
        const whole = kept.whole()
        if (all.byteLength <= limit) {
          expect(Buffer.from(whole ?? [255])).toEqual(all)
          return
        }
        expect(whole).toBeNull()
        const { head, tail } = kept.ends()
        expect(Buffer.from(head)).toEqual(all.subarray(0, half))
        expect(Buffer.from(tail)).toEqual(all.subarray(all.byteLength - half))
      },
    ),
  )
})
