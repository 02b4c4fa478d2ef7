import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { connectRemote } from '../../../remote/client/connect-remote.ts'
import { openRemoteStore } from '../../../remote/client/open-remote-store.ts'
import { snapshotDirectory } from '../../../vfs/snapshot/snapshot-directory.ts'
import type { StoringProgress } from '../../../vfs/snapshot/storing-progress.ts'
import { readAhead } from '../../../vfs/tree/read-ahead.ts'
import { walkTree } from '../../../vfs/tree/walk.ts'
import { staged } from '../../contract/store-samples.ts'
import { openGatewayRig, ours } from '../gateway/gateway-rig.ts'
import { waitFor } from '../../support/wait-for.ts'

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'uploads-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  return directory
}

/** A directory of 30 times 20 files, and one large one. */
function fill(): string {
  const directory = temporaryDirectory()
  for (let outer = 0; outer < 30; outer++) {
    mkdirSync(join(directory, `d${outer}`))
    for (let inner = 0; inner < 20; inner++)
      writeFileSync(join(directory, `d${outer}`, `f${inner}`), `${outer}/${inner} `.repeat(500))
  }
  writeFileSync(join(directory, 'large'), Buffer.alloc(300_000, 'large'))
  return directory
}

/** A gateway, and a client that counts its requests. */
async function openRig() {
  const rig = await openGatewayRig()
  const remote = await connectRemote({ url: rig.url, key: ours })
  const send = vi.spyOn(remote.wire, 'send')
  const put = vi.spyOn(rig.store.blobs, 'put')
  const { blobs } = openRemoteStore(remote)
  const sent = () => put.mock.calls.reduce((sum, [batch]) => sum + batch.length, 0)
  return { rig, blobs, put, send, sent, requests: () => send.mock.calls.length }
}

test('a directory goes up in few requests, and only what the gateway lacks when it is mounted again', async () => {
  const { blobs, put, sent, requests } = await openRig()
  const directory = fill()
  const indexDirectory = temporaryDirectory()
  const first = await snapshotDirectory({ directory, blobs, indexDirectory })
  // Files, directories of them, and their root.
  expect(sent()).toBe(601 + 31)
  expect(requests()).toBeLessThan(15)
  const before = requests()
  put.mockClear()
  expect((await snapshotDirectory({ directory, blobs, indexDirectory })).root).toBe(first.root)
  expect((await snapshotDirectory({ directory, blobs })).root).toBe(first.root)
  expect([sent(), requests() - before]).toEqual([0, 2])
  writeFileSync(join(directory, 'd7', 'f7'), 'another')
  await snapshotDirectory({ directory, blobs })
  expect(sent()).toBe(3)
})

test('an index of what another gateway has says nothing of this one', async () => {
  const [here, there] = [await openRig(), await openRig()]
  const [directory, indexDirectory] = [fill(), temporaryDirectory()]
  const { root } = await snapshotDirectory({ directory, blobs: here.blobs, indexDirectory })
  // Its trees came through, and then the network broke.
  const trees = [root]
  await there.blobs.put(await Promise.all(trees.map((ref) => here.blobs.get(ref))))
  expect((await snapshotDirectory({ directory, blobs: there.blobs, indexDirectory })).root).toBe(root)
  for await (const { entry } of walkTree(root, there.blobs))
    expect(await there.rig.store.blobs.has([entry.ref])).toContain(entry.ref)
})

test('an upload that broke goes on where it was', async () => {
  const { blobs, put, send, sent } = await openRig()
  const directory = fill()
  put.mockRejectedValueOnce(new Error('the disk of the gateway'))
  await expect(snapshotDirectory({ directory, blobs })).rejects.toMatchObject({ code: 'internal' })
  // What was under way beside it comes through.
  await waitFor(() => expect(send.mock.settledResults.every(({ type }) => type !== 'incomplete')).toBe(true))
  const stored = sent() - (put.mock.calls[0]?.[0].length ?? 0)
  expect(stored).toBeGreaterThan(0)
  put.mockClear()
  await snapshotDirectory({ directory, blobs })
  expect(sent()).toBe(601 + 31 - stored)
})

test('how far it has come is told, up to all of it', async () => {
  const { blobs } = await openRig()
  const told: StoringProgress[] = []
  await snapshotDirectory({ directory: fill(), blobs, onStored: (progress) => told.push(progress) })
  expect(told.length).toBeGreaterThan(2)
  expect(told.at(-1)).toMatchObject({ blobs: 632, ofBlobs: 632 })
  for (const { blobs: done, ofBlobs, sizeBytes, ofBytes } of told) {
    expect(done).toBeLessThanOrEqual(ofBlobs)
    if (ofBytes !== null) expect(sizeBytes).toBeLessThanOrEqual(ofBytes)
  }
  // A total is only said where it stays what it is.
  expect(new Set(told.map(({ ofBlobs }) => ofBlobs)).size).toBe(1)
  expect(new Set(told.flatMap(({ ofBytes }) => ofBytes ?? [])).size).toBe(1)
})

test('a tree comes back in few requests, large files by themselves', async () => {
  const { blobs, requests } = await openRig()
  const { root } = await snapshotDirectory({ directory: fill(), blobs })
  const before = requests()
  const refs = []
  for await (const { entry } of walkTree(root, blobs)) refs.push(entry.ref)
  const ahead = readAhead(refs, blobs)
  for (const ref of refs) await ahead.get(ref)
  // The root, its directories, three parts of its files, and the large one.
  expect([refs.length, requests() - before]).toEqual([601, 6])
})

test('more than an answer may have is asked for again, what is not there is in none', async () => {
  const { blobs, requests } = await openRig()
  const many = Array.from({ length: 60 }, (_, index) => staged(200_000 + index))
  await blobs.put(many.map(({ bytes }) => bytes))
  const before = requests()
  const found = await blobs.getMany?.([...many.map(({ ref }) => ref), staged(7).ref, staged(8).ref])
  expect([...(found?.keys() ?? [])].sort()).toEqual(many.map(({ ref }) => ref).sort())
  expect(requests() - before).toBe(2)
})
