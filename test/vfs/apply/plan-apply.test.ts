import { expect, test } from 'vitest'
import { applyChanges } from '../../../vfs/apply/apply-changes.ts'
import { planApply } from '../../../vfs/apply/plan-apply.ts'
import { makeDirectory, makeTree, readFiles, treeFiles, type FileSpecs } from '../fixture.ts'
import { stage } from './scene.ts'

const mounted: FileSpecs = { once: '0\n', twice: '0\n', back: '0\n', gone: '0\n', stays: '0\n' }
const applied: FileSpecs = { once: '1\n', twice: '1\n', back: '1\n', gone: '1\n', stays: '0\n', made: '1\n' }
const head: FileSpecs = { once: '1\n', twice: '2\n', back: '0\n', stays: '0\n', made: '2\n' }

async function written(disk: FileSpecs) {
  const directory = makeDirectory(disk)
  const [base, otherBase, top] = await Promise.all([mounted, applied, head].map((files) => makeTree(files, stage)))
  if (base === undefined || otherBase === undefined || top === undefined) throw new Error('three trees are made')
  const plan = await planApply({ base, otherBase, head: top, directory, blobs: stage })
  const result = await applyChanges({ plan, directory, blobs: stage, journalDirectory: makeDirectory() })
  return { directory, top, ...result }
}

test.each([
  ['the one', mounted],
  ['the other', applied],
  ['the one in some files and the other in the rest', { ...mounted, twice: '1\n', made: '1\n' }],
])('a directory that is at %s of two bases is brought to the head', async (_, disk) => {
  const { directory, top, conflicts, newBase } = await written(disk)
  expect(conflicts).toEqual([])
  expect(readFiles(directory)).toEqual(await treeFiles(top, stage))
  expect(newBase).toBe(top)
})

test('a file that is at neither is left alone', async () => {
  const { directory, conflicts } = await written({ ...applied, twice: 'mine\n', gone: 'mine\n' })
  expect(conflicts.map(({ path }) => path)).toEqual(['gone', 'twice'])
  expect(readFiles(directory)).toMatchObject(
    await treeFiles(await makeTree({ twice: 'mine\n', gone: 'mine\n' }, stage), stage),
  )
})
