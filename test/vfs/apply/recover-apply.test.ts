import { spawn } from 'node:child_process'
import { existsSync, readdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { applyChanges } from '../../../vfs/apply/apply-changes.ts'
import { closeJournal, openJournal } from '../../../vfs/apply/journal.ts'
import { performApply, type ApplyStep } from '../../../vfs/apply/perform-apply.ts'
import { openApplyRoot, planApply } from '../../../vfs/apply/plan-apply.ts'
import { recoverApply } from '../../../vfs/apply/recover-apply.ts'
import { makeBlobs, makeDirectory, makeTree, readFiles, treeFiles, type FileSpecs } from '../fixture.ts'

const { stage } = makeBlobs()

const base: FileSpecs = {
  'src/a.ts': 'a\n',
  'src/old/deep/c.ts': 'c\n',
  run: 'run\n',
  'becomes-dir': 'file\n',
  'becomes-file/x': 'x\n',
  link: { link: 'src/a.ts' },
}
const head: FileSpecs = {
  'src/a.ts': 'A\n',
  'new/er/d.ts': 'd\n',
  run: { script: 'run\n' },
  'becomes-dir/inner': 'inner\n',
  'becomes-file': 'file\n',
  link: { link: 'run' },
  another: 'x',
}

/** Applies, and dies before the given step: nothing after it runs, not even tidying up. Says which step that was. */
async function applyUntil(directory: string, journalDirectory: string, dieBefore: number): Promise<ApplyStep | null> {
  const roots = { base: await makeTree(base, stage), head: await makeTree(head, stage) }
  const plan = await planApply({ ...roots, directory, blobs: stage })
  const root = openApplyRoot(directory)
  const journal = openJournal(journalDirectory, realpathSync(directory))
  let count = 0
  let last: ApplyStep | null = null
  const onStep = (step: ApplyStep): void => {
    count += 1
    if (count > dieBefore) {
      last = step
      throw new Error('crash')
    }
  }
  try {
    await performApply(
      { root, directory: realpathSync(directory), journal, blobs: stage, onStep },
      plan.clean,
      plan.emptied,
    )
  } catch (error) {
    expect(error).toMatchObject({ message: 'crash' })
  } finally {
    closeJournal(journal)
    root.close()
  }
  return last
}

const temporaries = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.lightspeed-'))

test('killed before any of its steps, an apply is finished whole or undone whole', async () => {
  const before = await treeFiles(await makeTree(base, stage), stage)
  const after = await treeFiles(await makeTree(head, stage), stage)
  const outcomes: string[] = []
  for (let dieBefore = 0; ; dieBefore += 1) {
    const directory = makeDirectory(base)
    const journalDirectory = makeDirectory()
    const step = await applyUntil(directory, journalDirectory, dieBefore)
    if (step === null) break
    const recovered = recoverApply(journalDirectory)
    expect(recovered.flatMap((one) => one.conflicts)).toEqual([])
    const outcome = recovered[0]?.outcome ?? 'never begun'
    expect(readFiles(directory)).toEqual(outcome === 'finished' ? after : before)
    expect(temporaries(directory)).toEqual([])
    expect(readdirSync(journalDirectory)).toEqual([])
    expect(recoverApply(journalDirectory)).toEqual([])
    outcomes.push(outcome)
  }
  const count = (outcome: string): number => outcomes.filter((one) => one === outcome).length
  expect(count('never begun')).toBe(1)
  expect(count('undone')).toBeGreaterThanOrEqual(10)
  expect(count('finished')).toBeGreaterThanOrEqual(10)
})

test('the next apply ends an interrupted one by itself', async () => {
  const directory = makeDirectory(base)
  const journalDirectory = makeDirectory()
  const steps = 17
  await applyUntil(directory, journalDirectory, steps)
  const roots = { base: await makeTree(base, stage), head: await makeTree(head, stage) }
  const plan = await planApply({ ...roots, directory, blobs: stage })
  const result = await applyChanges({ plan, directory, blobs: stage, journalDirectory })
  expect(readFiles(directory)).toEqual(await treeFiles(roots.head, stage))
  expect(result.newBase).toBe(roots.head)
  expect(temporaries(directory)).toEqual([])
})

test('what the person changes between the crash and the recovery is left alone', async () => {
  const directory = makeDirectory(base)
  const journalDirectory = makeDirectory()
  let dieBefore = 0
  while ((await applyUntil(makeDirectory(base), makeDirectory(), dieBefore))?.type !== 'commit') dieBefore += 1
  await applyUntil(directory, journalDirectory, dieBefore)
  writeFileSync(join(directory, 'src/a.ts'), 'mine')
  writeFileSync(join(directory, 'another'), 'mine too')
  const [recovered] = recoverApply(journalDirectory)
  expect(recovered?.outcome).toBe('finished')
  expect(recovered?.conflicts.map((conflict) => conflict.path).sort()).toEqual(['another', 'src/a.ts'])
  expect(readFiles(directory)).toMatchObject({ 'src/a.ts': 'file mine', another: 'file mine too', run: 'script run\n' })
  expect(temporaries(directory)).toEqual([])
})

test('a directory that is gone needs no recovery', async () => {
  const directory = makeDirectory(base)
  const journalDirectory = makeDirectory()
  await applyUntil(directory, journalDirectory, 4)
  rmSync(directory, { recursive: true })
  expect(recoverApply(journalDirectory)).toMatchObject([{ outcome: 'directory-gone' }])
  expect(readdirSync(journalDirectory)).toEqual([])
})

test('while another process applies to a directory, nobody else does, and its journal is not touched', async () => {
  const directory = makeDirectory(base)
  const journalDirectory = makeDirectory()
  await applyUntil(directory, journalDirectory, 4)
  const other = spawn('sleep', ['60'])
  onTestFinished(() => void other.kill('SIGKILL'))
  await new Promise((resolve) => other.once('spawn', resolve))
  const [name = ''] = readdirSync(journalDirectory)
  const [key, , ...rest] = name.split('.')
  const owner = Buffer.from(JSON.stringify([hostname(), other.pid, 'unknown'])).toString('base64url')
  const foreign = [key, owner, ...rest].join('.')
  renameSync(join(journalDirectory, name), join(journalDirectory, foreign))

  const roots = { base: await makeTree(base, stage), head: await makeTree(head, stage) }
  const plan = await planApply({ ...roots, directory, blobs: stage })
  const apply = () => applyChanges({ plan, directory, blobs: stage, journalDirectory })
  await expect(apply()).rejects.toMatchObject({ code: 'apply-busy', message: expect.stringContaining(`${other.pid}`) })
  expect(readdirSync(journalDirectory)).toEqual([foreign])

  const ended = new Promise((resolve) => other.once('exit', resolve))
  other.kill('SIGKILL')
  await ended
  await apply()
  expect(readFiles(directory)).toEqual(await treeFiles(roots.head, stage))
  expect(existsSync(join(journalDirectory, foreign))).toBe(false)
})
