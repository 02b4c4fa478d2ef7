import { describe, expect, test } from 'vitest'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { MakeBackend } from './store-backend.ts'
import { bytesOf, staged } from './store-samples.ts'

const edge = 32 * 1024
const sizes = [0, 1, edge - 1, edge, edge + 1, 5 * 1024 * 1024]

/** Laws of `BlobStore`. */
export function blobContract(makeBackend: MakeBackend): void {
  describe('blobs', () => {
    test.each(sizes)('%i bytes come back as they went in, on every connection', async (size) => {
      const connect = makeBackend()
      const { blobs } = await connect()
      const { ref, bytes } = staged(size)
      expect(await blobs.put([bytes])).toEqual([ref])
      const other = await connect()
      for (const store of [blobs, other.blobs]) expect(Buffer.compare(await store.get(ref), bytes)).toBe(0)
    })

    test('refs are sha256 of the bytes', async () => {
      const connect = makeBackend()
      const { blobs } = await connect()
      expect(await blobs.put([new TextEncoder().encode('abc')])).toEqual([
        'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      ])
    })

    test('many at once, of all sizes and with repeats, answer in the order of the input', async () => {
      const connect = makeBackend()
      const { blobs } = await connect()
      const many = Array.from({ length: 60 }, (_, index) => staged(index % 3 === 0 ? edge + index : index, index % 50))
      const refs = await blobs.put(many.map(({ bytes }) => bytes))
      expect(refs).toEqual(many.map(({ ref }) => ref))
      for (const { ref, bytes } of many) expect(Buffer.compare(await blobs.get(ref), bytes)).toBe(0)
    })

    test('many that are got together are whole, and those that are missing are left out', async () => {
      const connect = makeBackend()
      const { blobs } = await connect()
      if (blobs.getMany === undefined) return
      const many = Array.from({ length: 20 }, (_, index) => staged(1_000 + index))
      await blobs.put([...many, staged(edge + 1)].map(({ bytes }) => bytes))
      const found = await blobs.getMany([...many, staged(7), staged(edge + 1), ...many].map(({ ref }) => ref))
      for (const { ref, bytes } of many) expect(Buffer.compare(found.get(ref) ?? bytesOf(0), bytes)).toBe(0)
      expect(found.has(staged(7).ref)).toBe(false)
      expect(await blobs.getMany([])).toEqual(new Map())
    })

    test('nothing put is nothing done', async () => {
      const connect = makeBackend()
      const { blobs } = await connect()
      expect(await blobs.put([])).toEqual([])
    })

    test.each([10, edge + 1])('the same %i bytes may be put again and at once', async (size) => {
      const connect = makeBackend()
      const stores = [await connect(), await connect()]
      const { ref, bytes } = staged(size)
      await Promise.all(Array.from({ length: 10 }, async (_, index) => stores[index % 2]?.blobs.put([bytes])))
      expect(await stores[0]?.blobs.put([bytes])).toEqual([ref])
      expect(Buffer.compare((await stores[0]?.blobs.get(ref)) ?? bytesOf(0), bytes)).toBe(0)
    })

    test.each(sizes.filter((size) => size > 0))(
      '%i damaged bytes are never answered, and whole once put again',
      async (size) => {
        const connect = makeBackend()
        if (connect.damage === undefined) return
        const { blobs } = await connect()
        const { ref, bytes } = staged(size)
        await blobs.put([bytes])
        await connect.damage(ref)
        await expect(blobs.get(ref)).rejects.toMatchObject({ code: 'blob-corrupt', ref })
        expect((await blobs.getMany?.([ref]))?.has(ref) ?? false).toBe(false)
        await blobs.put([bytes])
        expect(Buffer.compare(await blobs.get(ref), bytes)).toBe(0)
      },
    )

    test('a part of a larger buffer is stored as that part', async () => {
      const connect = makeBackend()
      const { blobs } = await connect()
      const part = bytesOf(100).subarray(10, 20)
      const [ref] = await blobs.put([part])
      expect(Buffer.compare(await blobs.get(ref as BlobRef), part)).toBe(0)
    })

    test('changing bytes after put or get changes nothing stored', async () => {
      const connect = makeBackend()
      const { blobs } = await connect()
      const bytes = bytesOf(10)
      const [ref] = await blobs.put([bytes])
      bytes.fill(0)
      ;(await blobs.get(ref as BlobRef)).fill(1)
      expect(Buffer.compare(await blobs.get(ref as BlobRef), bytesOf(10))).toBe(0)
    })

    test('has answers those that are here', async () => {
      const connect = makeBackend()
      const { blobs } = await connect()
      const [small, large, absent, absentLarge] = [staged(5), staged(edge + 5), staged(6), staged(edge + 6)]
      await blobs.put([small.bytes, large.bytes])
      const found = await blobs.has([absent.ref, small.ref, absentLarge.ref, large.ref])
      expect(found).toEqual(new Set([small.ref, large.ref]))
    })

    test.each(['sha256:' + '0'.repeat(64), 'sha256:../../etc/passwd', 'sha256:', '', 'ABC'])(
      'a ref that nothing is under is not found: %o',
      async (ref) => {
        const connect = makeBackend()
        const { blobs } = await connect()
        await expect(blobs.get(ref as BlobRef)).rejects.toMatchObject({ code: 'blob-not-found', ref })
      },
    )
  })
}
