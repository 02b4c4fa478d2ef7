import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { BlobRef } from '../../../core/values/blob-ref.ts'
import { applyChanges } from '../../../vfs/apply/apply-changes.ts'
import { planApply } from '../../../vfs/apply/plan-apply.ts'
import { makeBlobs, makeDirectory, readFiles, treeFiles, writeFiles } from '../fixture.ts'
import { scene, stage } from './scene.ts'

const isRoot = process.getuid?.() === 0

describe('nothing is written outside of the directory', () => {
  const outside = (): string => makeDirectory({ 'a.ts': '1', 'victim.txt': 'untouched' })

  test('through a parent that became a link', async () => {
    const other = outside()
    const {
      directory,
      base: baseRoot,
      head: headRoot,
      journalDirectory,
    } = await scene({ 'dir/a.ts': '1' }, { 'dir/a.ts': '2', 'dir/new/b.ts': '2' })
    rmSync(join(directory, 'dir'), { recursive: true })
    symlinkSync(other, join(directory, 'dir'))
    const plan = await planApply({ base: baseRoot, head: headRoot, directory, blobs: stage })
    const result = await applyChanges({ plan, directory, blobs: stage, journalDirectory })
    expect(result.written).toEqual([])
    expect(result.conflicts.map((conflict) => conflict.reason)).toEqual(
      Array(2).fill('cannot be there: dir is a symbolic link on disk'),
    )
    expect(readFiles(other)).toEqual({ 'a.ts': 'file 1', 'victim.txt': 'file untouched' })
  })

  test('through a file that became a link', async () => {
    const other = outside()
    const { directory, base: baseRoot, head: headRoot, journalDirectory } = await scene({ a: 'untouched' }, { a: '2' })
    rmSync(join(directory, 'a'))
    symlinkSync(join(other, 'victim.txt'), join(directory, 'a'))
    const plan = await planApply({ base: baseRoot, head: headRoot, directory, blobs: stage })
    const result = await applyChanges({ plan, directory, blobs: stage, journalDirectory })
    expect(result.conflicts).toEqual([{ path: 'a', reason: 'was changed on disk' }])
    expect(readFiles(other)).toMatchObject({ 'victim.txt': 'file untouched' })
  })

  test('through a parent that becomes a link between two steps, whichever', async () => {
    for (let swapAt = 0; swapAt < 8; swapAt += 1) {
      const other = outside()
      const { directory, apply } = await scene(
        { 'dir/a.ts': '1', 'dir/gone.ts': '1' },
        { 'dir/a.ts': '2', 'dir/b.ts': '2' },
      )
      let step = 0
      const onStep = (): void => {
        if (step === swapAt) {
          renameSync(join(directory, 'dir'), join(directory, 'moved'))
          symlinkSync(other, join(directory, 'dir'))
        }
        step += 1
      }
      await apply({ onStep })
      expect(step).toBeGreaterThan(swapAt)
      expect(readFiles(other)).toEqual({ 'a.ts': 'file 1', 'victim.txt': 'file untouched' })
    }
  })

  test('through a file that becomes a link, or another file, right before it is written', async () => {
    const other = outside()
    const { directory, apply } = await scene({ a: '1', b: '1', c: '1' }, { a: '2', b: '2' })
    const onStep = (step: { readonly type: string }): void => {
      if (step.type !== 'tidy' && step.type !== 'commit') return
      writeFiles(directory, { a: { link: join(other, 'victim.txt') }, b: 'mine', c: 'mine' })
    }
    const result = await apply({ onStep })
    expect(result.conflicts.map((conflict) => conflict.reason)).toEqual(
      Array(3).fill('was changed on disk while applying'),
    )
    expect(readFiles(directory)).toEqual({ a: `link ${join(other, 'victim.txt')}`, b: 'file mine', c: 'file mine' })
    expect(readFiles(other)).toMatchObject({ 'victim.txt': 'file untouched' })
  })

  test('a new file that the person makes at the last moment is not overwritten', async () => {
    const { directory, apply } = await scene({}, { a: '2' })
    const onStep = (step: { readonly type: string }): void => {
      if (step.type === 'commit') writeFileSync(join(directory, 'a'), 'mine')
    }
    expect((await apply({ onStep })).written).toEqual([])
    expect(readFiles(directory)).toEqual({ a: 'file mine' })
  })
})

describe('a failure is typed, says what to do, and leaves nothing behind', () => {
  test('the directory is gone', async () => {
    const { directory, apply } = await scene({ a: '1' }, { a: '2' })
    rmSync(directory, { recursive: true })
    await expect(apply()).rejects.toMatchObject({ code: 'apply-missing', message: expect.stringContaining('restore') })
  })

  test('the disk is full', async () => {
    const {
      directory,
      journalDirectory,
      base: baseRoot,
      apply,
    } = await scene({ a: '1', b: '1', c: '1', d: '1' }, { a: '2', b: '2', c: '2', e: '2', f: '2' })
    let gets = 0
    const get = async (ref: BlobRef): Promise<Uint8Array> => {
      gets += 1
      if (gets > 2) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
      return stage.get(ref)
    }
    await expect(apply({ blobs: { put: stage.put, get } })).rejects.toMatchObject({ code: 'apply-disk-full' })
    expect(readFiles(directory)).toEqual(await treeFiles(baseRoot, stage))
    expect(readdirSync(journalDirectory)).toEqual([])
  })

  test('a blob is gone', async () => {
    const { directory, head: headRoot, base: baseRoot, journalDirectory, plan } = await scene({ a: '1' }, { a: 'lost' })
    const other = makeBlobs()
    await expect(applyChanges({ plan, directory, blobs: other.stage, journalDirectory })).rejects.toMatchObject({
      code: 'blob-not-found',
    })
    expect(headRoot).not.toBe(baseRoot)
    expect(readFiles(directory)).toEqual({ a: 'file 1' })
  })

  test.skipIf(isRoot)('the directory is read-only', async () => {
    const { directory, apply } = await scene({ a: '1' }, { a: '2' })
    chmodSync(directory, 0o555)
    await expect(apply()).rejects.toMatchObject({ code: 'apply-denied' })
    chmodSync(directory, 0o755)
  })

  test('the place of the journal is a file', async () => {
    const { apply, directory } = await scene({ a: '1' }, { a: '2' })
    const journalDirectory = join(makeDirectory({ file: 'x' }), 'file')
    await expect(apply({ journalDirectory })).rejects.toMatchObject({ code: expect.stringMatching(/^apply-/) })
    expect(readFiles(directory)).toEqual({ a: 'file 1' })
  })
})

test('a name that cannot be written is a conflict, and the others land', async () => {
  const { directory, apply } = await scene({ a: '1' }, { a: '2', 'pipe/b': '2' })
  mkdirSync(join(directory, 'pipe'))
  const onStep = (step: { readonly type: string; readonly path?: string }): void => {
    if (step.type === 'stage' && step.path === 'pipe/b') rmSync(join(directory, 'pipe'), { recursive: true })
  }
  const result = await apply({ onStep })
  expect(result.written).toContain('a')
  expect(readFileSync(join(directory, 'a'), 'utf8')).toBe('2')
  expect(lstatSync(join(directory, 'a')).isFile()).toBe(true)
})
