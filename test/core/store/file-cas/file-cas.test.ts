import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { FileCas } from '../../../../core/store/file-cas/file-cas.ts'
import { staged } from '../../../contract/store-samples.ts'
import { temporaryDirectory } from '../temporary-directory.ts'

const blob = staged(50_000)
const name = blob.ref.slice('sha256:'.length)

function emptyCas(): { cas: FileCas; path: string } {
  const root = join(temporaryDirectory(), 'blobs')
  return { cas: new FileCas(root), path: join(root, 'sha256', name.slice(0, 2), name) }
}

function thrownBy(body: () => unknown): unknown {
  try {
    body()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

test('a blob lies under its digest, sharded by two digits, alone', async () => {
  const { cas, path } = emptyCas()
  await cas.put([blob])
  expect(Buffer.compare(readFileSync(path), blob.bytes)).toBe(0)
  expect(readdirSync(dirname(path))).toEqual([name])
})

test.each([
  ['one flipped bit', (bytes: Buffer) => (bytes[777] = (bytes[777] ?? 0) ^ 1)],
  ['other bytes of the same size', (bytes: Buffer) => bytes.fill(0)],
])('%s is found when it is read, and the file is named', async (_, damage) => {
  const { cas, path } = emptyCas()
  await cas.put([blob])
  const bytes = readFileSync(path)
  damage(bytes)
  writeFileSync(path, bytes)
  expect(thrownBy(() => cas.get(blob.ref))).toMatchObject({
    code: 'blob-corrupt',
    ref: blob.ref,
    message: expect.stringContaining(path),
  })
})

test.each([0, 1, 49_999])(
  'a file cut to %i bytes is corrupt to a reader, and whole after the next put',
  async (size) => {
    const { cas, path } = emptyCas()
    await cas.put([blob])
    truncateSync(path, size)
    expect(thrownBy(() => cas.get(blob.ref))).toMatchObject({ code: 'blob-corrupt' })
    await cas.put([blob])
    expect(Buffer.compare(cas.get(blob.ref), blob.bytes)).toBe(0)
  },
)

test('a file too short to be a blob of this store does not count as here', async () => {
  const { cas, path } = emptyCas()
  await cas.put([blob])
  expect(cas.has(blob.ref)).toBe(true)
  truncateSync(path, 0)
  expect(cas.has(blob.ref)).toBe(false)
})

test('a missing blob is not found', () => {
  const { cas } = emptyCas()
  expect(cas.has(blob.ref)).toBe(false)
  expect(thrownBy(() => cas.get(blob.ref))).toMatchObject({ code: 'blob-not-found', ref: blob.ref })
})

test('a blob that is there is not written again', async () => {
  const { cas, path } = emptyCas()
  await cas.put([blob])
  const before = statSync(path, { bigint: true })
  await new FileCas(join(dirname(path), '..', '..')).put([blob])
  const after = statSync(path, { bigint: true })
  expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs])
})

test('a put that fails leaves no temporary file and nothing under the ref', async () => {
  const { cas, path } = emptyCas()
  mkdirSync(path, { recursive: true })
  await expect(cas.put([blob])).rejects.toMatchObject({ code: 'EISDIR' })
  expect(readdirSync(dirname(path))).toEqual([name])
  expect(readdirSync(path)).toEqual([])
})
