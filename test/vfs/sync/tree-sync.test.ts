import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BlobRef } from '../../../core/values/blob-ref.ts'
import { snapshotDirectory } from '../../../vfs/snapshot/snapshot-directory.ts'
import { createTreeSync } from '../../../vfs/sync/tree-sync.ts'
import {
  makeBlobs,
  makeDirectory,
  makeTree,
  readFiles,
  treeFiles,
  writeFiles,
  type FileSpec,
  type FileSpecs,
} from '../fixture.ts'

/** Of a checkout that nobody ends. */
const untroubled = new AbortController().signal

const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 }).map((names) => names.join('/'))
const spec: fc.Arbitrary<FileSpec> = fc.oneof(
  fc.constantFrom('one', 'two', ''),
  fc.uint8Array({ maxLength: 5 }),
  fc.constantFrom({ script: 'one' }, { script: 'two' }),
  fc.constantFrom({ link: 'one' }, { link: '../../outside' }),
)
const files = fc.dictionary(path, spec, { maxKeys: 6 }).map((all): FileSpecs => {
  const paths = Object.keys(all)
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => !paths.some((other) => other.startsWith(`${name}/`))),
  )
})

test('snapshot, checkout and capture keep every file', async () => {
  await fc.assert(
    fc.asyncProperty(files, async (all) => {
      const { store, stage } = makeBlobs()
      const { root } = await snapshotDirectory({ directory: makeDirectory(all), blobs: store })
      const sync = createTreeSync()
      const directory = join(makeDirectory(), 'workspace')
      await sync.checkout(directory, root, stage, untroubled)
      expect(readFiles(directory)).toEqual(await treeFiles(root, stage))
      expect(await sync.capture(directory, stage, untroubled)).toEqual({ root, changed: [], skipped: [] })
    }),
  )
})

test('any sequence of checkouts, commands and restarts ends with the directory and the tree alike', async () => {
  const step = fc.oneof(
    fc.record({ type: fc.constant('checkout' as const), files }),
    fc.record({ type: fc.constant('command' as const), files, removed: path }),
    fc.record({ type: fc.constant('restart' as const) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
      const { stage } = makeBlobs()
      const directory = makeDirectory()
      let sync = createTreeSync()
      let head = await makeTree({}, stage)
      for (const action of steps) {
        if (action.type === 'restart') {
          sync = createTreeSync()
          continue
        }
        if (action.type === 'checkout') head = await makeTree(action.files, stage)
        await sync.checkout(directory, head, stage, untroubled)
        expect(readFiles(directory)).toEqual(await treeFiles(head, stage))
        if (action.type === 'checkout') continue
        const before = await treeFiles(head, stage)
        runCommand(directory, action.files, action.removed)
        const captured = await sync.capture(directory, stage, untroubled)
        head = captured.root
        const after = await treeFiles(head, stage)
        expect(after).toEqual(readFiles(directory))
        expect(captured.changed.toSorted()).toEqual(differing(before, after))
      }
    }),
    { numRuns: 150 },
  )
})

/** Writes files where nothing stands in the way, and removes a path. */
function runCommand(directory: string, all: FileSpecs, removed: string): void {
  rmSync(join(directory, removed), { recursive: true, force: true })
  for (const [name, one] of Object.entries(all)) {
    const parents = name
      .split('/')
      .slice(0, -1)
      .map((_, depth, names) => names.slice(0, depth + 1).join('/'))
    for (const parent of parents) {
      const stat = statSync(join(directory, parent), { throwIfNoEntry: false })
      if (stat === undefined || !stat.isDirectory()) rmSync(join(directory, parent), { force: true })
    }
    writeFiles(directory, { [name]: one })
  }
}

function differing(before: Record<string, string>, after: Record<string, string>): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => before[name] !== after[name]).sort()
}

describe('ignored files', () => {
  test('stay in the directory and out of the tree, over checkouts and restarts', async () => {
    const { stage } = makeBlobs()
    const directory = makeDirectory()
    const base = await makeTree({ '.gitignore': 'out/\n*.log\n', 'a.ts': 'a', 'src/b.ts': 'b' }, stage)
    let sync = createTreeSync()
    await sync.checkout(directory, base, stage, untroubled)
    writeFiles(directory, { 'out/big': 'x', 'src/x.log': 'x', 'new.ts': 'n' })
    const captured = await sync.capture(directory, stage, untroubled)
    expect(captured.changed).toEqual(['new.ts'])
    sync = createTreeSync()
    await sync.checkout(
      directory,
      await makeTree({ '.gitignore': 'out/\n*.log\n', 'a.ts': 'a' }, stage),
      stage,
      untroubled,
    )
    expect(readFiles(directory)).toEqual({
      '.gitignore': 'file out/\n*.log\n',
      'a.ts': 'file a',
      'out/big': 'file x',
      'src/x.log': 'file x',
    })
  })

  test('that the tree has are tracked, in ignored directories too', async () => {
    const { stage } = makeBlobs()
    const directory = makeDirectory()
    const sync = createTreeSync()
    const files = { '.gitignore': 'dist/\n*.log\n', 'dist/kept/a.js': '1', 'x.log': '1', '.env': 'A=1' }
    await sync.checkout(directory, await makeTree(files, stage), stage, untroubled)
    writeFiles(directory, {
      'dist/kept/a.js': '2',
      'dist/kept/new.js': '2',
      'dist/new.js': '2',
      'x.log': '2',
      'y.log': '2',
      '.env': 'A=2',
    })
    const { root, changed } = await sync.capture(directory, stage, untroubled)
    expect(changed).toEqual(['.env', 'dist/kept/a.js', 'x.log'])
    expect(Object.keys(await treeFiles(root, stage))).toEqual(['.env', '.gitignore', 'dist/kept/a.js', 'x.log'])
  })

  test('make way for what the tree has', async () => {
    const { stage } = makeBlobs()
    const directory = makeDirectory()
    const sync = createTreeSync()
    await sync.checkout(directory, await makeTree({ '.gitignore': 'out\nlib\n' }, stage), stage, untroubled)
    writeFiles(directory, { 'out/deep/x': 'x', lib: 'x' })
    await sync.capture(directory, stage, untroubled)
    await sync.checkout(directory, await makeTree({ out: 'file', 'lib/a': 'a' }, stage), stage, untroubled)
    expect(readFiles(directory)).toEqual({ 'lib/a': 'file a', out: 'file file' })
  })
})

test('blobs of a capture that never became durable are put again', async () => {
  const { stage } = makeBlobs()
  const directory = makeDirectory()
  const sync = createTreeSync()
  await sync.checkout(directory, await makeTree({ 'a.ts': 'a' }, stage), stage, untroubled)
  writeFiles(directory, { 'sub/b.ts': 'b' })
  await sync.capture(directory, makeBlobs().stage, untroubled)
  const second = await sync.capture(directory, stage, untroubled)
  expect(second.changed).toEqual([])
  expect(await treeFiles(second.root, stage)).toEqual({ 'a.ts': 'file a', 'sub/b.ts': 'file b' })
})

test('a directory that was captured and is then checked out elsewhere is put back', async () => {
  const { stage } = makeBlobs()
  const directory = makeDirectory()
  const sync = createTreeSync()
  const root = await makeTree({ 'a.ts': 'a', 'b/c.ts': 'c' }, stage)
  await sync.checkout(directory, root, stage, untroubled)
  writeFiles(directory, { 'a.ts': 'A', 'd/e.ts': 'e' })
  rmSync(join(directory, 'b'), { recursive: true })
  await sync.capture(directory, makeBlobs().stage, untroubled)
  await sync.checkout(directory, root, stage, untroubled)
  expect(readFiles(directory)).toEqual(await treeFiles(root, stage))
})

test('a checkout that fails is completed by the next one', async () => {
  const { stage } = makeBlobs()
  const directory = makeDirectory()
  const sync = createTreeSync()
  const root = await makeTree({ a: '1', b: '2', 'c/d': '3', 'c/e': '4' }, stage)
  let gets = 0
  const failing = {
    put: stage.put,
    get: (ref: BlobRef) => ((gets += 1) > 3 ? Promise.reject(new Error('gone')) : stage.get(ref)),
  }
  await expect(sync.checkout(directory, root, failing, untroubled)).rejects.toThrow('gone')
  await sync.checkout(directory, root, stage, untroubled)
  expect(readFiles(directory)).toEqual(await treeFiles(root, stage))
})

test.skipIf(process.getuid?.() === 0)('what a command made unreadable counts as it was', async () => {
  const { stage } = makeBlobs()
  const directory = makeDirectory()
  const sync = createTreeSync()
  const root = await makeTree({ a: '1', 'b/c': '2', 'd/e': '3' }, stage)
  await sync.checkout(directory, root, stage, untroubled)
  chmodSync(join(directory, 'a'), 0)
  chmodSync(join(directory, 'b'), 0)
  chmodSync(join(directory, 'd'), 0o444)
  const captured = await sync.capture(directory, stage, untroubled)
  for (const name of ['a', 'b', 'd']) chmodSync(join(directory, name), 0o755)
  expect(captured.root).toBe(root)
  expect(captured.skipped.map((entry) => entry.path).sort()).toEqual(['a', 'b', 'd/e'])
})

test('a change of the bit alone is captured', async () => {
  const { stage } = makeBlobs()
  const directory = makeDirectory()
  const sync = createTreeSync()
  await sync.checkout(directory, await makeTree({ run: 'x' }, stage), stage, untroubled)
  chmodSync(join(directory, 'run'), 0o755)
  const { root, changed } = await sync.capture(directory, stage, untroubled)
  expect(changed).toEqual(['run'])
  expect(await treeFiles(root, stage)).toEqual({ run: 'script x' })
})

test('a change that keeps size and modification time is captured', async () => {
  const { stage } = makeBlobs()
  const directory = makeDirectory()
  const sync = createTreeSync()
  await sync.checkout(directory, await makeTree({ a: 'one' }, stage), stage, untroubled)
  await sync.capture(directory, stage, untroubled)
  await new Promise((resolve) => setTimeout(resolve, 50))
  await sync.capture(directory, stage, untroubled)
  const { utimesSync } = await import('node:fs')
  const { atime, mtime } = statSync(join(directory, 'a'))
  writeFileSync(join(directory, 'a'), 'two')
  utimesSync(join(directory, 'a'), atime, mtime)
  expect((await sync.capture(directory, stage, untroubled)).changed).toEqual(['a'])
})

test('an unchanged file is not read again, once its stat can be trusted', async () => {
  const { stage } = makeBlobs()
  const directory = makeDirectory()
  const sync = createTreeSync()
  const root = await makeTree({ 'a.ts': 'a', 'src/b.ts': 'b' }, stage)
  await sync.checkout(directory, root, stage, untroubled)
  await new Promise((resolve) => setTimeout(resolve, 50))
  await sync.capture(directory, stage, untroubled)
  let puts = 0
  const counting = { get: stage.get, put: (bytes: Uint8Array) => ((puts += 1), stage.put(bytes)) }
  expect((await sync.capture(directory, counting, untroubled)).root).toBe(root)
  expect(puts).toBe(0)
})

describe('a command that plays with links', () => {
  test('does not make a checkout write outside', async () => {
    const { stage } = makeBlobs()
    const outside = makeDirectory({ 'a.ts': 'untouched' })
    const directory = makeDirectory()
    const sync = createTreeSync()
    await sync.checkout(directory, await makeTree({ 'src/a.ts': '1', 'src/b.ts': '1' }, stage), stage, untroubled)
    rmSync(join(directory, 'src'), { recursive: true })
    symlinkSync(outside, join(directory, 'src'))
    const head = await makeTree({ 'src/a.ts': '2', 'src/c.ts': '2' }, stage)
    await sync.checkout(directory, head, stage, untroubled)
    expect(readFiles(outside)).toEqual({ 'a.ts': 'file untouched' })
    expect(readFiles(directory)).toEqual(await treeFiles(head, stage))
  })

  test('does not make a capture read outside', async () => {
    const { stage } = makeBlobs()
    const outside = makeDirectory({ 'secret.ts': 'secret' })
    const directory = makeDirectory()
    const sync = createTreeSync()
    await sync.checkout(directory, await makeTree({ 'src/secret.ts': '1' }, stage), stage, untroubled)
    rmSync(join(directory, 'src'), { recursive: true })
    symlinkSync(outside, join(directory, 'src'))
    const { root, changed } = await sync.capture(directory, stage, untroubled)
    expect(changed).toEqual(['src', 'src/secret.ts'])
    expect(await treeFiles(root, stage)).toEqual({ src: `link ${outside}` })
  })
})

test('a directory that is missing is made, and one that is a file is refused', async () => {
  const { stage } = makeBlobs()
  const parent = makeDirectory({ file: 'x' })
  const sync = createTreeSync()
  await sync.checkout(join(parent, 'not/yet'), await makeTree({ a: 'x' }, stage), stage, untroubled)
  expect(existsSync(join(parent, 'not/yet/a'))).toBe(true)
  await expect(sync.checkout(join(parent, 'file'), await makeTree({}, stage), stage, untroubled)).rejects.toMatchObject(
    {
      code: 'EEXIST',
    },
  )
})

test('a directory never checked out is captured whole', async () => {
  const { stage } = makeBlobs()
  const directory = makeDirectory({ 'a.ts': 'a', 'b/c.ts': 'c' })
  mkdirSync(join(directory, 'empty'))
  const { root, changed } = await createTreeSync().capture(directory, stage, untroubled)
  expect(changed).toEqual(['a.ts', 'b/c.ts'])
  expect(await treeFiles(root, stage)).toEqual(readFiles(directory))
  expect(readdirSync(directory)).toContain('empty')
  expect((await createTreeSync().capture(makeDirectory(), stage, untroubled)).root).toBe(await makeTree({}, stage))
})
