import { expect, test } from 'vitest'
import { diffTrees } from '../../../vfs/diff/diff-trees.ts'
import { treeLimits } from '../../../vfs/tree/limits.ts'
import { TreeGuard } from '../../../vfs/tree/tree-guard.ts'
import { walkBelow, walkTree } from '../../../vfs/tree/walk.ts'
import { emptyTree } from '../../../vfs/tree/write.ts'
import { lookup } from '../../../vfs/tree/read.ts'
import { makeBlobs } from '../fixture.ts'
import { deepTree, foldedTree } from '../hostile-tree.ts'

async function count(walk: AsyncIterable<unknown>): Promise<number> {
  let met = 0
  for await (const _ of walk) met += 1
  return met
}

const { stage } = makeBlobs()

test('a tree that tells the truth is walked whole, however often it names one directory', async () => {
  expect(await count(walkTree(foldedTree(4, 3, 'the truth', stage), stage))).toBe(64)
})

test.each([
  ['files', { files: 1 }, 'it holds 4 files, and 1 are said of it'],
  ['bytes', { sizeBytes: 1 }, 'it holds 4 bytes, and 1 are said of it'],
])('a walk ends where what is said of the %s is not true', async (_, said, message) => {
  const root = foldedTree(4, 3, said, stage)
  const refused = { code: 'tree-corrupt', message: expect.stringContaining(message) as string }
  await expect(count(walkTree(root, stage))).rejects.toMatchObject(refused)
  await expect(count(walkTree(root, stage, { prefix: 'n1' }))).rejects.toMatchObject({ code: 'tree-corrupt' })
  const empty = emptyTree(stage)
  await expect(diffTrees(empty, root, stage)).rejects.toMatchObject(refused)
  await expect(diffTrees(root, empty, stage)).rejects.toMatchObject(refused)
  await expect(diffTrees(foldedTree(4, 2, 'the truth', stage), root, stage)).rejects.toMatchObject(refused)
})

test('a tree of more files than possible is refused before anything in it is met', async () => {
  const root = foldedTree(30, 6, 'the truth', stage)
  const walk = walkTree(root, stage)
  await expect(walk.next()).rejects.toMatchObject({ code: 'tree-limit', limit: 'treeFiles' })
  await expect(diffTrees(emptyTree(stage), root, stage)).rejects.toMatchObject({ code: 'tree-limit' })
})

test('directories count, though none is said of a tree', async () => {
  const root = deepTree(20, stage)
  const guard = new TreeGuard({ ...treeLimits, treeFiles: 15 })
  const top = (await lookup(root, 'n0', stage))!
  await expect(count(walkBelow(top, 'n0', stage, guard))).rejects.toMatchObject({
    code: 'tree-limit',
    message: 'the workspace has more than 15 files and directories, which is the most possible',
  })
})

test('directories are only so deep, and paths so long', async () => {
  await expect(count(walkTree(deepTree(treeLimits.depth + 2, stage), stage))).rejects.toMatchObject({ limit: 'depth' })
  const long = deepTree(20, stage, 'n'.repeat(treeLimits.nameBytes))
  await expect(count(walkTree(long, stage))).rejects.toMatchObject({ limit: 'pathBytes' })
})
