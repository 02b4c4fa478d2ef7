import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { applyChanges } from '../../../vfs/apply/apply-changes.ts'
import { planApply } from '../../../vfs/apply/plan-apply.ts'
import { snapshotDirectory } from '../../../vfs/snapshot/snapshot-directory.ts'
import { createTreeSync } from '../../../vfs/sync/tree-sync.ts'
import { lookup } from '../../../vfs/tree/read.ts'
import { makeBlobs, makeDirectory, makeTree, readFiles, treeFiles } from '../fixture.ts'

/** Of a checkout that nobody ends. */
const untroubled = new AbortController().signal

/** Runs a script in another process, over and over, until the test ends. */
async function meanwhile(script: string, ...args: readonly string[]): Promise<void> {
  const loop = `const fs = require('node:fs'); const [, ...args] = process.argv; process.stdout.write('on'); for (;;) { ${script} }`
  const child = spawn(process.execPath, ['-e', loop, '--', ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  // Waited for: directories are removed next, and it must not make anything in them meanwhile.
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await once(child, 'close')
  })
  await new Promise((resolve) => child.stdout.once('data', resolve))
}

/** Swaps a directory for a link to another one and back, as fast as it can. */
const swap = `
  const [directory, outside] = args
  try {
    fs.renameSync(directory + '/dir', directory + '/.aside')
    fs.symlinkSync(outside, directory + '/dir')
    fs.unlinkSync(directory + '/dir')
    fs.renameSync(directory + '/.aside', directory + '/dir')
  } catch {
    try { fs.unlinkSync(directory + '/dir') } catch {}
    try { fs.renameSync(directory + '/.aside', directory + '/dir') } catch {}
  }`

const isLinux = process.platform === 'linux'

test.skipIf(!isLinux)('while a parent is swapped for a link, an apply writes nothing outside', async () => {
  const { stage } = makeBlobs()
  const outside = makeDirectory({ 'a.ts': '0', 'gone.ts': 'x' })
  const directory = makeDirectory({ 'dir/a.ts': '0', 'dir/gone.ts': 'x' })
  const journalDirectory = makeDirectory()
  await meanwhile(swap, directory, outside)
  let landed = 0
  let kept = 0
  for (let round = 0; round < 300; round += 1) {
    const base = await makeTree({ 'dir/a.ts': `${round}`, 'dir/gone.ts': 'x' }, stage)
    const head = await makeTree({ 'dir/a.ts': `${round + 1}`, 'dir/new.ts': `${round}` }, stage)
    const plan = await planApply({ base, head, directory, blobs: stage })
    const { written, conflicts } = await applyChanges({ plan, directory, blobs: stage, journalDirectory })
    landed += written.length
    kept += conflicts.length
  }
  expect(readFiles(outside)).toEqual({ 'a.ts': 'file 0', 'gone.ts': 'file x' })
  expect(landed).toBeGreaterThan(0)
  expect(kept).toBeGreaterThan(0)
})

test.skipIf(!isLinux)(
  'while a parent is swapped for a link, a checkout writes and a capture reads nothing outside',
  async () => {
    const { stage } = makeBlobs()
    const outside = makeDirectory({ 'a.ts': 'secret', 'b.ts': 'secret' })
    const directory = makeDirectory()
    const sync = createTreeSync()
    const trees = [
      await makeTree({ 'dir/a.ts': '1', 'dir/b.ts': '1' }, stage),
      await makeTree({ 'dir/a.ts': '2', 'dir/c.ts': '2' }, stage),
    ]
    await sync.checkout(directory, trees[0]!, stage, untroubled)
    await meanwhile(swap, directory, outside)
    let disturbed = 0
    for (let round = 0; round < 300; round += 1) {
      try {
        await sync.checkout(directory, trees[round % 2]!, stage, untroubled)
        const { root } = await sync.capture(directory, stage, untroubled)
        if (root !== trees[round % 2]) disturbed += 1
        const contents = Object.values(await treeFiles(root, stage))
        expect(contents.filter((content) => content === 'file secret')).toEqual([])
      } catch (error) {
        if (error instanceof Error && error.name === 'AssertionError') throw error
        disturbed += 1
      }
    }
    expect(readFiles(outside)).toEqual({ 'a.ts': 'file secret', 'b.ts': 'file secret' })
    expect(disturbed).toBeGreaterThan(0)
  },
)

test('a file that is being rewritten is taken as it was at one moment, or left out with a reason', async () => {
  const blockBytes = 64 * 1024
  const directory = makeDirectory({ 'a.bin': Buffer.alloc(64 * blockBytes) })
  const rewrite = `
    globalThis.generation = ((globalThis.generation ?? 0) + 1) % 100
    const block = Buffer.alloc(${blockBytes}, globalThis.generation)
    const file = fs.openSync(args[0], 'r+')
    for (let index = 0; index < 64; index += 1) fs.writeSync(file, block)
    fs.closeSync(file)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)`
  await meanwhile(rewrite, join(directory, 'a.bin'))
  let taken = 0
  for (let round = 0; round < 150; round += 1) {
    const { store, stage } = makeBlobs()
    const { root, skipped } = await snapshotDirectory({ directory, blobs: store })
    const entry = await lookup(root, 'a.bin', stage)
    if (entry === null) {
      expect(skipped).toEqual([{ path: 'a.bin', reason: 'kept changing while it was read' }])
      continue
    }
    taken += 1
    const bytes = await stage.get(entry.ref)
    const generations = [...new Set(Array.from({ length: 64 * 16 }, (_, index) => bytes[index * 4096]))]
    expect(generations.length).toBeLessThanOrEqual(2)
    const [newer = 0, older = 0] = generations
    if (generations.length === 2) expect((newer - older + 100) % 100).toBe(1)
  }
  expect(taken).toBeGreaterThan(0)
})
