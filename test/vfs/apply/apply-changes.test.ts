import { chmodSync, existsSync, linkSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyChanges } from '../../../vfs/apply/apply-changes.ts'
import { planApply } from '../../../vfs/apply/plan-apply.ts'
import { diffTrees } from '../../../vfs/diff/diff-trees.ts'
import { makeDirectory, readFiles, treeFiles, type FileSpec, type FileSpecs } from '../fixture.ts'
import { scene, stage } from './scene.ts'

const base: FileSpecs = {
  'src/a.ts': 'a\n',
  'src/b.ts': 'b\r\nno newline',
  'src/old/deep/c.ts': 'c\n',
  run: 'run\n',
  'becomes-dir': 'file\n',
  'becomes-file/x': 'x\n',
  'becomes-file/y/z': 'z\n',
  link: { link: 'src/a.ts' },
  stays: 'stays\n',
}
const head: FileSpecs = {
  'src/a.ts': 'A\n',
  'src/b.ts': 'b\r\nno newline\r\nmore',
  'src/new/er/d.ts': 'd\n',
  'bin.dat': Uint8Array.from([0, 255, 10, 13, 0]),
  run: { script: 'run\n' },
  'becomes-dir/inner/file': 'inner\n',
  'becomes-file': { link: 'src' },
  link: { link: 'src/b.ts' },
  stays: 'stays\n',
}

test('everything that the agent changed lands, whatever its kind', async () => {
  const { directory, journalDirectory, head: headRoot, plan, apply } = await scene(base, head)
  expect(plan.conflicts).toEqual([])
  const result = await apply()
  expect(readFiles(directory)).toEqual(await treeFiles(headRoot, stage))
  expect(existsSync(join(directory, 'src/old'))).toBe(false)
  expect(result.removed).toEqual(['becomes-dir', 'becomes-file/x', 'becomes-file/y/z', 'src/old/deep/c.ts'])
  expect(result.written).toHaveLength(8)
  expect(result.newBase).toBe(headRoot)
  expect(readdirSync(journalDirectory)).toEqual([])
})

test('applying the other way round undoes it', async () => {
  const { directory, base: baseRoot, head: headRoot, apply, journalDirectory } = await scene(base, head)
  await apply()
  const plan = await planApply({ base: headRoot, head: baseRoot, directory, blobs: stage })
  const result = await applyChanges({ plan, directory, blobs: stage, journalDirectory })
  expect(result.newBase).toBe(baseRoot)
  expect(readFiles(directory)).toEqual(await treeFiles(baseRoot, stage))
})

const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 }).map((names) => names.join('/'))
const spec: fc.Arbitrary<FileSpec> = fc.oneof(
  fc.constantFrom('one', 'two', ''),
  fc.constantFrom({ script: 'one' }, { script: 'two' }),
  fc.constantFrom({ link: 'one' }, { link: 'a/b' }),
)
const files = fc.dictionary(path, spec, { maxKeys: 5 }).map((all): FileSpecs => {
  const paths = Object.keys(all)
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => !paths.some((other) => other.startsWith(`${name}/`))),
  )
})

test('what the person did not touch becomes the head', async () => {
  await fc.assert(
    fc.asyncProperty(files, files, async (from, to) => {
      const { directory, head: headRoot, apply } = await scene(from, to)
      const result = await apply()
      expect(result.conflicts).toEqual([])
      expect(result.newBase).toBe(headRoot)
      expect(readFiles(directory)).toEqual(await treeFiles(headRoot, stage))
    }),
    { numRuns: 40 },
  )
})

test('what the person changed is never lost, and what is left to do is what was not done', async () => {
  await fc.assert(
    fc.asyncProperty(files, files, files, async (from, to, theirs) => {
      const { directory, base: baseRoot, head: headRoot, apply } = await scene(from, to, theirs)
      const [disk, was, wanted] = [
        readFiles(directory),
        await treeFiles(baseRoot, stage),
        await treeFiles(headRoot, stage),
      ]
      const result = await apply()
      const now = readFiles(directory)
      for (const known of Object.keys(disk)) {
        if ([was[known], wanted[known]].some((side) => contentOf(side) === contentOf(disk[known]))) continue
        expect(contentOf(now[known])).toBe(contentOf(disk[known]))
      }
      const left = (await diffTrees(result.newBase, headRoot, stage)).map((change) => change.path)
      expect(left.sort()).toEqual(result.conflicts.map((conflict) => conflict.path).sort())
      const landed = [...result.written, ...result.removed]
      for (const known of landed) expect(contentOf(now[known])).toBe(contentOf(wanted[known]))
    }),
    { numRuns: 60 },
  )
})

/** Bits apart: a mode that only one side changed is merged. */
function contentOf(file: string | undefined): string | undefined {
  return file?.replace(/^script /, 'file ')
}

describe('a conflict is named and left alone', () => {
  const outcome = async (from: FileSpecs, to: FileSpecs, disk: FileSpecs) => {
    const { directory, apply } = await scene(from, to, disk)
    const { conflicts, written, removed } = await apply()
    expect([...written, ...removed]).toEqual([])
    expect(readFiles(directory)).toEqual(readFiles(makeDirectory(disk)))
    return conflicts
  }
  test('changed on both sides', async () => {
    expect(await outcome({ a: '1' }, { a: '2' }, { a: '3' })).toEqual([{ path: 'a', reason: 'was changed on disk' }])
  })
  test('changed here, deleted there', async () => {
    expect(await outcome({ a: '1' }, { a: '2' }, {})).toEqual([{ path: 'a', reason: 'was deleted on disk' }])
  })
  test('deleted here, changed there', async () => {
    expect(await outcome({ a: '1' }, {}, { a: '3' })).toEqual([{ path: 'a', reason: 'was changed on disk' }])
  })
  test('deleted here, made executable there', async () => {
    const conflict = [{ path: 'a', reason: 'was changed on disk' }]
    expect(await outcome({ a: '1' }, {}, { a: { script: '1' } })).toEqual(conflict)
    expect(await outcome({ a: { script: '1' } }, {}, { a: '1' })).toEqual(conflict)
  })
  test('made a link here, made executable there', async () => {
    expect(await outcome({ a: '1' }, { a: { link: 'b' } }, { a: { script: '1' } })).toEqual([
      { path: 'a', reason: 'was changed on disk' },
    ])
  })
  test('new on both sides', async () => {
    expect(await outcome({}, { a: '2' }, { a: '3' })).toEqual([{ path: 'a', reason: 'is another file on disk' }])
  })
  test('a directory where a file should be', async () => {
    expect(await outcome({}, { a: '2' }, { 'a/b': '3' })).toEqual([{ path: 'a', reason: 'is a directory on disk' }])
  })
  test('a file where a directory should be', async () => {
    expect(await outcome({}, { 'a/b': '2' }, { a: '3' })).toEqual([
      { path: 'a/b', reason: 'cannot be there: a is not a directory on disk' },
    ])
  })
  test('a directory to be replaced that holds something of the person', async () => {
    const { directory, apply } = await scene({ 'a/b': '1' }, { a: '2' }, { 'a/b': '1', 'a/mine': '3' })
    const { conflicts, removed } = await apply()
    expect(conflicts).toEqual([{ path: 'a', reason: 'is a directory on disk' }])
    expect(removed).toEqual(['a/b'])
    expect(readFiles(directory)).toEqual({ 'a/mine': 'file 3' })
  })
})

test('an empty directory of the person keeps a file from taking the place of its parent', async () => {
  const { directory, base: baseRoot, head: headRoot } = await scene({ 'a/b': '1' }, { a: '2' })
  mkdirSync(join(directory, 'a/mine'))
  const plan = await planApply({ base: baseRoot, head: headRoot, directory, blobs: stage })
  expect(plan.conflicts).toEqual([{ path: 'a', reason: 'is a directory on disk' }])
})

test('what is on disk already counts as applied', async () => {
  const {
    apply,
    head: headRoot,
    plan,
  } = await scene({ a: '1', b: '1', c: '1' }, { a: '2', b: '1' }, { a: '2', b: '1' })
  expect(plan.already.map((change) => change.path)).toEqual(['c', 'a'])
  const result = await apply()
  expect(result).toEqual({ written: [], removed: [], conflicts: [], needsConsent: [], newBase: headRoot })
})

test('a mode that the person changed is kept with new content', async () => {
  const { directory, apply } = await scene({ a: '1' }, { a: '2' }, { a: { script: '1' } })
  expect((await apply()).conflicts).toEqual([])
  expect(readFiles(directory)).toEqual({ a: 'script 2' })
})

test('permissions are kept where there is a file, and those of the umask where there is none', async () => {
  const { directory, apply } = await scene(
    { a: '1', b: '1' },
    { a: '2', b: { script: '1' }, c: '3', 'd/e': { script: '4' } },
  )
  chmodSync(join(directory, 'a'), 0o640)
  chmodSync(join(directory, 'b'), 0o640)
  await apply()
  writeFileSync(join(directory, 'plain'), '')
  const mode = (name: string): number => statSync(join(directory, name)).mode & 0o7777
  expect([mode('a'), mode('b')]).toEqual([0o640, 0o750])
  const plain = mode('plain')
  expect([mode('c'), mode('d/e')]).toEqual([plain, plain | ((plain & 0o444) >> 2)])
})

test('a file with another name elsewhere is not changed under that name', async () => {
  const outside = makeDirectory({ original: '1' })
  const { directory, base: baseRoot, head: headRoot, journalDirectory } = await scene({ a: '1' }, { a: '2' })
  rmSync(join(directory, 'a'))
  linkSync(join(outside, 'original'), join(directory, 'a'))
  const plan = await planApply({ base: baseRoot, head: headRoot, directory, blobs: stage })
  await applyChanges({ plan, directory, blobs: stage, journalDirectory })
  expect(readFiles(directory)).toEqual({ a: 'file 2' })
  expect(readFiles(outside)).toEqual({ original: 'file 1' })
})

describe('a part of the changes can be applied', () => {
  test('by file and by directory, and the rest is left for later', async () => {
    const {
      directory,
      apply,
      head: headRoot,
    } = await scene(
      { 'src/a': '1', 'src/b': '1', srcs: '1', c: '1' },
      { 'src/a': '2', 'src/b': '2', srcs: '2', c: '2' },
    )
    const result = await apply({ only: ['src/', 'c'] })
    expect(result.written).toEqual(['c', 'src/a', 'src/b'])
    expect(readFiles(directory)).toEqual({ c: 'file 2', 'src/a': 'file 2', 'src/b': 'file 2', srcs: 'file 1' })
    expect((await diffTrees(result.newBase, headRoot, stage)).map((change) => change.path)).toEqual(['srcs'])
  })
  test('half of a file becoming a directory is a conflict, not a loss', async () => {
    const { directory, apply } = await scene({ a: '1' }, { 'a/b': '2' })
    const result = await apply({ only: ['a/b'] })
    expect(result.conflicts).toEqual([{ path: 'a/b', reason: 'cannot be written (path-not-directory)' }])
    expect(readFiles(directory)).toEqual({ a: 'file 1' })
  })
})

describe('what makes programs run code needs consent', () => {
  const changes: FileSpecs = {
    '.npmrc': 'x',
    '.vscode/tasks.json': 'x',
    'sub/.envrc': 'x',
    '.Husky/pre-commit': { script: 'x' },
    'ok.ts': 'x',
    out: { link: '../elsewhere' },
    absolute: { link: '/etc/passwd' },
    sly: { link: 'sub/.envrc' },
    inside: { link: 'ok.ts' },
  }
  test('and is not written without it', async () => {
    const { directory, apply } = await scene({}, changes)
    const result = await apply()
    expect(result.written.toSorted()).toEqual(['inside', 'ok.ts'])
    expect(result.needsConsent.map((asked) => asked.path).sort()).toEqual([
      '.Husky/pre-commit',
      '.npmrc',
      '.vscode/tasks.json',
      'absolute',
      'out',
      'sly',
      'sub/.envrc',
    ])
    expect(Object.keys(readFiles(directory))).toEqual(['inside', 'ok.ts'])
  })
  test('and is written with it, path by path', async () => {
    const { directory, apply } = await scene({}, changes)
    const result = await apply({ consent: ['.npmrc', 'out'] })
    expect(result.needsConsent).toHaveLength(5)
    expect(readFiles(directory)).toMatchObject({ '.npmrc': 'file x', out: 'link ../elsewhere' })
  })
})
