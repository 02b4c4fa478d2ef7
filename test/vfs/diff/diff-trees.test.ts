import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffTrees } from '../../../vfs/diff/diff-trees.ts'
import { editTree } from '../../../vfs/tree/edit.ts'
import { makeBlobs, makeTree, treeFiles, type FileSpec, type FileSpecs } from '../fixture.ts'

const { stage } = makeBlobs()

async function differences(before: FileSpecs, after: FileSpecs): Promise<readonly string[]> {
  const changes = await diffTrees(await makeTree(before, stage), await makeTree(after, stage), stage)
  return changes.map((change) => `${change.type} ${change.path}`)
}

test('each way in which a path can differ has its type', async () => {
  const before = { same: 'x', text: 'a', mode: 'm', both: 'b', gone: 'g', kind: 'k', link: { link: 'a' } }
  const after = {
    same: 'x',
    text: 'A',
    mode: { script: 'm' },
    both: { script: 'B' },
    new: 'n',
    kind: { link: 'k' },
    link: { link: 'b' },
  }
  expect(await differences(before, after)).toEqual([
    'modified both',
    'removed gone',
    'type-changed kind',
    'modified link',
    'mode-changed mode',
    'added new',
    'modified text',
  ])
})

test('a file that becomes a directory is a removal and additions, and the other way round', async () => {
  expect(await differences({ a: 'x' }, { 'a/b': 'x', 'a/c/d': 'x' })).toEqual(['removed a', 'added a/b', 'added a/c/d'])
  expect(await differences({ 'a/b': 'x', 'a/c/d': 'x' }, { a: 'x' })).toEqual([
    'added a',
    'removed a/b',
    'removed a/c/d',
  ])
})

test('equal subtrees are not read', async () => {
  const before = await makeTree({ 'same/a': 'x', 'other/b': 'x' }, stage)
  const after = await makeTree({ 'same/a': 'x', 'other/b': 'y' }, stage)
  let gets = 0
  const counting = { get: (ref: Parameters<typeof stage.get>[0]) => ((gets += 1), stage.get(ref)) }
  await diffTrees(before, after, counting)
  expect(gets).toBe(4)
})

const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 }).map((names) => names.join('/'))
const spec: fc.Arbitrary<FileSpec> = fc.oneof(
  fc.constantFrom('one', 'two'),
  fc.constant({ script: 'one' }),
  fc.constant({ link: 'one' }),
)
const files = fc.dictionary(path, spec, { maxKeys: 6 }).map((all) => {
  const paths = Object.keys(all)
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => !paths.some((other) => other.startsWith(`${name}/`))),
  )
})

test('applying the differences as edits gives the other tree', async () => {
  await fc.assert(
    fc.asyncProperty(files, files, async (left, right) => {
      const before = await makeTree(left, stage)
      const after = await makeTree(right, stage)
      const changes = await diffTrees(before, after, stage)
      const edited = await editTree(before, new Map(changes.map((change) => [change.path, change.after])), stage)
      expect(await treeFiles(edited, stage)).toEqual(await treeFiles(after, stage))
      expect(edited).toBe(after)
    }),
  )
})
