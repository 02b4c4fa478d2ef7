import { expect, test, vi } from 'vitest'
import type { BlobRef } from '../../../core/values/blob-ref.ts'
import { readAhead } from '../../../vfs/tree/read-ahead.ts'

const refs = Array.from({ length: 600 }, (_, index) => `ref${index}` as BlobRef)
const bytes = (ref: BlobRef) => new TextEncoder().encode(ref)

function openFar(lacks: readonly BlobRef[] = []) {
  const get = vi.fn(async (ref: BlobRef) => bytes(ref))
  const getMany = vi.fn(async (some: readonly BlobRef[]) => {
    return new Map(some.filter((ref) => !lacks.includes(ref)).map((ref) => [ref, bytes(ref)]))
  })
  return { get, getMany }
}

test('what is read in its order is asked for many at once', async () => {
  const far = openFar()
  const ahead = readAhead([...refs, ...refs], far)
  for (const ref of refs) expect(await ahead.get(ref)).toEqual(bytes(ref))
  expect([far.getMany.mock.calls.length, far.get.mock.calls.length]).toEqual([3, 0])
})

test('what cannot be had together, is read again, or was not announced is read by itself', async () => {
  const far = openFar([refs[1] as BlobRef])
  const ahead = readAhead(refs.slice(0, 300), far)
  for (const ref of [refs[0], refs[1], refs[299], refs[0], refs[599]] as BlobRef[])
    expect(await ahead.get(ref)).toEqual(bytes(ref))
  expect(far.get.mock.calls.flat()).toEqual([refs[1], refs[0], refs[599]])
})

test('where nothing is gained by it all is read one by one', async () => {
  const get = vi.fn(async (ref: BlobRef) => bytes(ref))
  const ahead = readAhead(refs, { get })
  await ahead.get(refs[0] as BlobRef)
  expect(get).toHaveBeenCalledTimes(1)
})
