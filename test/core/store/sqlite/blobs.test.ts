import Database from 'better-sqlite3'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openSqliteStore } from '../../../../core/store/sqlite/open-sqlite-store.ts'
import { staged } from '../../../contract/store-samples.ts'
import { temporaryDirectory } from '../temporary-directory.ts'
import { damageBlob } from './damage-blob.ts'

test('a small blob that changed in the database is told from a good one, and mended by putting it again', async () => {
  const directory = temporaryDirectory()
  const store = openSqliteStore({ directory })
  onTestFinished(async () => store.close())
  const { ref, bytes } = staged(100)
  await store.blobs.put([bytes])
  const file = join(directory, 'lightspeed.db')
  const tampering = new Database(file)
  tampering.prepare('UPDATE blobs SET bytes = ?').run(staged(100, 2).bytes)
  tampering.close()
  await expect(store.blobs.get(ref)).rejects.toMatchObject({
    code: 'blob-corrupt',
    message: expect.stringContaining(file),
  })
  await store.blobs.put([bytes])
  expect(Buffer.compare(await store.blobs.get(ref), bytes)).toBe(0)
})

test.each([100, 50_000])(
  'whoever asked is told that a blob of %i bytes is damaged or gone, not that one is whole',
  async (size) => {
    const directory = temporaryDirectory()
    let told = 0
    const store = openSqliteStore({ directory, onDamage: () => (told += 1) })
    onTestFinished(async () => store.close())
    const { ref, bytes } = staged(size)
    await store.blobs.put([bytes])
    await store.blobs.get(ref)
    expect(told).toBe(0)
    damageBlob(directory, ref)
    await expect(store.blobs.get(ref)).rejects.toMatchObject({ code: 'blob-corrupt' })
    expect(told).toBe(1)
    await expect(store.blobs.get(staged(size, 2).ref)).rejects.toMatchObject({ code: 'blob-not-found' })
    expect(told).toBe(2)
  },
)
