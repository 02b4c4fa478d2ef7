import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDirectory } from '../../../vfs/disk/directory-handle.ts'
import { createPacer } from '../../../vfs/disk/pacer.ts'
import { checkoutTree } from '../../../vfs/sync/checkout-tree.ts'
import { createTreeSync } from '../../../vfs/sync/tree-sync.ts'
import { encodeTree } from '../../../vfs/tree/codec.ts'
import type { BlobWriter } from '../../../vfs/tree/entry.ts'
import { treeLimits } from '../../../vfs/tree/limits.ts'
import { TreeGuard } from '../../../vfs/tree/tree-guard.ts'
import { fileContent } from '../../../vfs/tree/write.ts'
import { makeBlobs, makeDirectory, makeTree, readFiles, treeFiles, writeFiles } from '../fixture.ts'
import { deepTree, foldedTree } from '../hostile-tree.ts'

const untroubled = new AbortController().signal

/** Files that a checkout left. */
function written(directory: string): number {
  return Object.keys(readFiles(directory)).length
}

test('a tree whose counts are not true is refused, and nothing of it is written', async () => {
  const { stage } = makeBlobs()
  const directory = makeDirectory()
  const root = foldedTree(30, 6, { files: 1 }, stage)
  await expect(createTreeSync().checkout(directory, root, stage, untroubled)).rejects.toMatchObject({
    code: 'tree-corrupt',
    message: expect.stringContaining('it holds 30 files, and 1 are said of it') as string,
  })
  expect(written(directory)).toBe(0)
})

test('a tree that is too large by its own account is refused at once', async () => {
  const { stage } = makeBlobs()
  const directory = makeDirectory()
  const root = foldedTree(30, 6, 'the truth', stage)
  const checkout = createTreeSync().checkout(directory, root, stage, untroubled)
  await expect(checkout).rejects.toMatchObject({ code: 'tree-limit', limit: 'treeFiles' })
  expect(readdirSync(directory)).toEqual([])
})

test('directories are counted as they are made', async () => {
  const { stage } = makeBlobs()
  const handle = openDirectory(makeDirectory())
  const guard = new TreeGuard({ ...treeLimits, treeFiles: 15 })
  const options = { blobs: stage, pacer: createPacer(), guard, fresh: new Map() }
  await expect(checkoutTree(handle, deepTree(20, stage), null, options)).rejects.toMatchObject({ limit: 'treeFiles' })
  handle.close()
})

test('a file of another size than is said of it is refused', async () => {
  const { stage } = makeBlobs()
  const directory = makeDirectory()
  const file = { ...fileContent(Buffer.from('longer'), false, stage), name: 'a', sizeBytes: 1 }
  const root = stage.put(encodeTree([file]))
  await expect(createTreeSync().checkout(directory, root, stage, untroubled)).rejects.toMatchObject({
    code: 'tree-corrupt',
    message: expect.stringContaining('it has 6 bytes, and 1 are said of it') as string,
  })
  expect(written(directory)).toBe(0)
})

test('a checkout ends soon after its signal, and the next one puts all right', async () => {
  const { stage } = makeBlobs()
  const directory = makeDirectory()
  const root = foldedTree(20, 3, 'the truth', stage)
  const stopping = new AbortController()
  let read = 0
  const slow: BlobWriter = {
    ...stage,
    get: async (ref) => {
      read += 1
      if (read === 100) stopping.abort(new Error('stopped'))
      return stage.get(ref)
    },
  }
  const sync = createTreeSync()
  await expect(sync.checkout(directory, root, slow, stopping.signal)).rejects.toThrow('stopped')
  expect(written(directory)).toBeLessThan(8_000)
  await sync.checkout(directory, root, stage, untroubled)
  expect(readFiles(directory)).toEqual(await treeFiles(root, stage))
})

test('what a checkout that was ended wrote is not taken for the workspace, though ignore rules match it', async () => {
  const { stage } = makeBlobs()
  const directory = makeDirectory()
  const files = { '.gitignore': 'dist\n', 'dist/in/made.js': 'made', 'dist/made.js': 'made', 'src/a': 'a' }
  const root = await makeTree({ ...files, zz: 'the last one' }, stage)
  const sync = createTreeSync()
  await sync.checkout(directory, await makeTree({ 'dist/older.js': 'older' }, stage), stage, untroubled)
  const last = stage.put(Buffer.from('the last one'))
  const failing: BlobWriter = {
    ...stage,
    get: (ref) => (ref === last ? Promise.reject(new Error('stopped')) : stage.get(ref)),
  }
  await expect(sync.checkout(directory, root, failing, untroubled)).rejects.toThrow('stopped')
  expect(readFiles(directory)).toMatchObject({ 'dist/made.js': expect.anything() as string })
  writeFiles(directory, { 'dist/of-a-command': 'stays' })
  const next = await makeTree({ '.gitignore': 'dist\n', 'src/b': 'b' }, stage)
  await sync.checkout(directory, next, stage, untroubled)
  const { 'dist/of-a-command': ofCommand, ...rest } = readFiles(directory)
  expect(ofCommand).toBeDefined()
  expect(rest).toEqual(await treeFiles(next, stage))
})

test('taking in ends soon after its signal, and the next one sees all that was changed', async () => {
  const { stage } = makeBlobs()
  const directory = makeDirectory()
  const root = await makeTree({ a: 'a' }, stage)
  const sync = createTreeSync()
  await sync.checkout(directory, root, stage, untroubled)
  const names = Array.from({ length: 3_000 }, (_, number) => `made/${number}`)
  writeFiles(directory, Object.fromEntries(names.map((name) => [name, name])))
  const stopping = new AbortController()
  let put = 0
  const counted = {
    ...stage,
    put: (bytes: Uint8Array) => {
      put += 1
      if (put === 100) stopping.abort(new Error('stopped'))
      // As long as hashing something larger.
      for (const until = performance.now() + 0.2; performance.now() < until;);
      return stage.put(bytes)
    },
  }
  await expect(sync.capture(directory, counted, stopping.signal)).rejects.toThrow('stopped')
  expect(put).toBeLessThan(names.length)
  const { changed } = await sync.capture(directory, stage, untroubled)
  expect(changed).toHaveLength(names.length)
})

test('what is to be checked out no more is not begun', async () => {
  const { stage } = makeBlobs()
  const directory = join(makeDirectory(), 'workspace')
  const root = await makeTree({ a: 'a' }, stage)
  await expect(createTreeSync().checkout(directory, root, stage, AbortSignal.abort())).rejects.toThrow()
})

test('the same directory in many places is kept in memory once', async () => {
  const { stage } = makeBlobs()
  const handle = openDirectory(makeDirectory())
  const options = { blobs: stage, pacer: createPacer(), guard: new TreeGuard(), fresh: new Map() }
  const made = await checkoutTree(handle, foldedTree(5, 4, 'the truth', stage), null, options)
  handle.close()
  expect(new Set(made.directories.values()).size).toBe(1)
  expect(options.fresh.size).toBe(4)
})
