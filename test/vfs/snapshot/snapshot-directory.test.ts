import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { BlobStore } from '../../../core/ports/blob-store.ts'
import { snapshotDirectory, type SnapshotOptions } from '../../../vfs/snapshot/snapshot-directory.ts'
import { makeBlobs, makeDirectory, makeTree, readFiles, treeFiles, writeFiles } from '../fixture.ts'

const isRoot = process.getuid?.() === 0

function snapshot(directory: string, options: Partial<SnapshotOptions> = {}) {
  return snapshotDirectory({ directory, blobs: makeBlobs().store, ...options })
}

/** Paths that a snapshot of the directory has. */
async function snapshotPaths(directory: string, options: Partial<SnapshotOptions> = {}): Promise<readonly string[]> {
  const { store, stage } = makeBlobs()
  const { root } = await snapshotDirectory({ directory, blobs: store, ...options })
  return Object.keys(await treeFiles(root, stage))
}

test('every byte, link and executable bit of a directory is in its snapshot', async () => {
  const directory = makeDirectory({
    'src/a.ts': 'export {}\r\nno newline at the end',
    'src/deep/er/b.bin': Uint8Array.from([0, 255, 254, 10, 13]),
    run: { script: '#!/bin/sh\n' },
    empty: '',
    'naïve ☃.txt': 'ü',
    link: { link: 'src/a.ts' },
    dangling: { link: '../nowhere' },
    linkdir: { link: 'src' },
  })
  const { store, stage } = makeBlobs()
  const { root, files, sizeBytes, skipped } = await snapshotDirectory({ directory, blobs: store })
  expect(await treeFiles(root, stage)).toEqual(readFiles(directory))
  expect(files).toBe(8)
  expect(sizeBytes).toBeGreaterThan(50)
  expect(skipped).toEqual([])
})

test('the root depends on the content alone', async () => {
  const files = { 'a/b.ts': 'b', 'c.ts': 'c' }
  const { store, stage } = makeBlobs()
  const { root } = await snapshotDirectory({ directory: makeDirectory(files), blobs: store })
  expect(root).toBe(await makeTree(files, stage))
})

test('an empty directory is an empty tree, and empty directories are not kept', async () => {
  const directory = makeDirectory()
  mkdirSync(join(directory, 'a/b'), { recursive: true })
  const { root, files } = await snapshot(directory)
  expect(root).toBe(await makeTree({}, makeBlobs().stage))
  expect(files).toBe(0)
})

test('a link to a directory is stored as a link, and what it leads to is not read', async () => {
  const outside = makeDirectory({ 'secret.txt': 'secret' })
  const directory = makeDirectory({ out: { link: outside } })
  const { store, stage } = makeBlobs()
  const { root } = await snapshotDirectory({ directory, blobs: store })
  expect(await treeFiles(root, stage)).toEqual({ out: `link ${outside}` })
})

test('pipes are left out with a reason, and do not block', async () => {
  const directory = makeDirectory({ 'a.ts': 'a' })
  execFileSync('mkfifo', [join(directory, 'pipe')])
  const { files, skipped } = await snapshot(directory)
  expect(files).toBe(1)
  expect(skipped).toEqual([{ path: 'pipe', reason: 'not a file, directory or symbolic link' }])
})

test('names that are not UTF-8 are left out with a reason, and disturb no others', async () => {
  const directory = makeDirectory({ 'a.ts': 'a', 'b\ufffd': 'genuine' })
  for (const name of [Buffer.from([0x62, 0xff]), Buffer.from([0x62, 0xfe])]) {
    writeFileSync(Buffer.concat([Buffer.from(`${directory}/`), name]), 'x')
  }
  mkdirSync(Buffer.concat([Buffer.from(`${directory}/`), Buffer.from([0x64, 0xff])]))
  const { store, stage } = makeBlobs()
  const { root, skipped } = await snapshotDirectory({ directory, blobs: store })
  expect(await treeFiles(root, stage)).toEqual({ 'a.ts': 'file a', 'b\ufffd': 'file genuine' })
  expect(skipped.map((entry) => entry.reason)).toEqual(['its name is not UTF-8'])
})

test('a link whose target is not UTF-8 is left out with a reason', async () => {
  const directory = makeDirectory()
  symlinkSync(Buffer.from([0xff, 0xfe]), join(directory, 'link'))
  expect((await snapshot(directory)).skipped).toEqual([{ path: 'link', reason: 'a link whose target is not UTF-8' }])
})

test.skipIf(isRoot)('what cannot be read is left out with a reason', async () => {
  const directory = makeDirectory({ 'closed/a.ts': 'a', 'b.ts': 'b', 'c.ts': 'c' })
  chmodSync(join(directory, 'closed'), 0)
  chmodSync(join(directory, 'b.ts'), 0)
  const { files, skipped } = await snapshot(directory)
  chmodSync(join(directory, 'closed'), 0o755)
  expect(files).toBe(1)
  expect(skipped.map((entry) => entry.path).sort()).toEqual(['b.ts', 'closed'])
})

test('a sparse file of a terabyte is left out without reading it', async () => {
  const directory = makeDirectory({ 'a.ts': 'a' })
  writeFileSync(join(directory, 'huge'), '')
  truncateSync(join(directory, 'huge'), 1024 ** 4)
  const { files, skipped } = await snapshot(directory)
  expect(files).toBe(1)
  expect(skipped).toEqual([{ path: 'huge', reason: 'larger than 64 MiB' }])
})

test('directories nested deeper than a tree may be are left out with a reason', async () => {
  const deep = Array.from({ length: 300 }, () => 'd').join('/')
  const directory = makeDirectory({ [`${deep}/a.ts`]: 'a', 'b.ts': 'b' })
  const { files, skipped } = await snapshot(directory)
  expect(files).toBe(1)
  expect(skipped.map((entry) => entry.reason)).toEqual(['more than 256 directories deep'])
})

test('a path longer than the system takes is left out with a reason', async () => {
  const directory = makeDirectory({ 'b.ts': 'b' })
  const long = Array.from({ length: 10 }, () => 'd'.repeat(250)).join('/')
  mkdirSync(join(directory, 'one', long), { recursive: true })
  mkdirSync(join(directory, 'two', long), { recursive: true })
  writeFileSync(join(directory, 'two', long, 'a.ts'), 'a')
  renameSync(join(directory, 'two'), join(directory, 'one', long, 'two'))
  const { files, skipped } = await snapshot(directory)
  expect(files).toBe(1)
  expect(skipped).toHaveLength(1)
  expect(skipped[0]?.reason).toMatch(/longer than|cannot be/)
  renameSync(join(directory, 'one', long, 'two'), join(directory, 'two'))
})

test('other spellings of .git are left out with a reason, .git without a word', async () => {
  const directory = makeDirectory({
    '.git/config': 'x',
    'sub/.git': 'gitdir: ../x',
    '.GIT/config': 'x',
    'git~1': 'x',
    'a.ts': 'a',
  })
  const { files, skipped } = await snapshot(directory)
  expect(files).toBe(1)
  expect(skipped.map((entry) => entry.path).sort()).toEqual(['.GIT', 'git~1'])
})

describe('secrets', () => {
  const secrets = {
    '.env': 'KEY=1',
    '.env.local': 'KEY=1',
    'sub/.ENV.production': 'KEY=1',
    'server.pem': 'x',
    'tls/private.key': 'x',
    id_rsa: 'x',
    '.ssh/config': 'x',
    '.aws/credentials': 'x',
    '.netrc': 'x',
    '.npmrc': '//registry.example/:_authToken=abcdef\n',
  }
  const harmless = {
    '.env.example': 'KEY=',
    '.env.production.sample': 'KEY=',
    'id_rsa.pub': 'x',
    'keys.ts': 'x',
    'environment.ts': 'x',
    '.envoy.yaml': 'x',
    '.aws/config': 'x',
    'sub/.npmrc': '//registry.example/:_authToken=${TOKEN}\n',
  }
  const directory = (): string => makeDirectory({ ...secrets, ...harmless })

  test('stay out of a snapshot, named with a reason', async () => {
    const mounted = directory()
    expect(await snapshotPaths(mounted)).toEqual(Object.keys(harmless).sort())
    const { skipped } = await snapshot(mounted)
    const named = skipped.map((entry) => entry.path)
    const expected = Object.keys(secrets).map((path) => (path === '.ssh/config' ? '.ssh' : path))
    expect(named.sort()).toEqual(expected.sort())
  })

  test('come in when asked for', async () => {
    expect(await snapshotPaths(directory(), { includeSecrets: true })).toHaveLength(18)
  })
})

describe('a directory that cannot be mounted', () => {
  const outcome = (directory: string, options: Partial<SnapshotOptions> = {}) =>
    expect(snapshot(directory, options)).rejects

  test('is missing', async () => {
    await outcome('/nowhere/at/all').toMatchObject({ code: 'mount-missing' })
  })
  test('is a file', async () => {
    await outcome(join(makeDirectory({ a: 'x' }), 'a')).toMatchObject({ code: 'mount-not-directory' })
  })
  test.skipIf(isRoot)('is closed', async () => {
    const directory = makeDirectory()
    chmodSync(directory, 0)
    await outcome(directory).toMatchObject({ code: 'mount-unreadable' })
    chmodSync(directory, 0o755)
  })
  test('holds, is, or is in a forbidden one, links seen through', async () => {
    const directory = makeDirectory({ 'state/db': 'x', link: { link: 'state' } })
    const state = join(directory, 'state')
    for (const mounted of [directory, state, join(directory, 'link')]) {
      await outcome(mounted, { forbidden: [state] }).toMatchObject({ code: 'mount-forbidden' })
    }
    await outcome(state, { forbidden: [directory] }).toMatchObject({ code: 'mount-forbidden' })
    await outcome(directory, { forbidden: [join(directory, 'not/yet/there')] }).toMatchObject({
      code: 'mount-forbidden',
    })
    expect((await snapshot(state, { forbidden: [`${state}-other`] })).files).toBe(1)
  })
  test('holds too many files, and says what to do', async () => {
    const directory = makeDirectory({ a: '', b: '', c: '' })
    await outcome(directory, { limits: { files: 3 } }).toMatchObject({
      code: 'mount-too-large',
      message: expect.stringContaining('.lightspeedignore'),
    })
    expect((await snapshot(directory, { limits: { files: 4 } })).files).toBe(3)
  })
  test('holds too many bytes', async () => {
    const directory = makeDirectory({ a: 'x'.repeat(600), b: 'x'.repeat(600) })
    await outcome(directory, { limits: { sizeBytes: 1000 } }).toMatchObject({ code: 'mount-too-large' })
  })
})

describe('with an index', () => {
  /** A store that counts what it is given. */
  function countingStore() {
    const { store, stage } = makeBlobs()
    const stored: number[] = []
    const blobs: BlobStore = {
      put: (list) => {
        stored.push(list.length)
        return store.put(list)
      },
      get: (ref) => store.get(ref),
      has: (refs) => store.has(refs),
    }
    return { blobs, stage, stored }
  }
  /** Lets the time go by in which a change may not show in the stat. */
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2100))

  test('a second snapshot reads nothing and stores nothing', async () => {
    const directory = makeDirectory({ 'src/a.ts': 'a', 'b.ts': 'b' })
    const indexDirectory = makeDirectory()
    await settle()
    const { blobs, stored } = countingStore()
    const first = await snapshotDirectory({ directory, blobs, indexDirectory })
    expect(stored).toEqual([4])
    const second = await snapshotDirectory({ directory, blobs, indexDirectory })
    expect(second).toEqual(first)
    expect(stored).toEqual([4])
    writeFiles(directory, { 'src/a.ts': 'A' })
    const third = await snapshotDirectory({ directory, blobs, indexDirectory })
    expect(third.root).not.toBe(first.root)
    expect(stored).toEqual([4, 3])
  })

  test('a file changed right after it was read is read again, though its stat may look the same', async () => {
    const directory = makeDirectory({ 'a.ts': 'one' })
    const indexDirectory = makeDirectory()
    const { blobs, stage } = countingStore()
    await snapshotDirectory({ directory, blobs, indexDirectory })
    const index = join(indexDirectory, readdirSync(indexDirectory)[0] ?? '')
    expect(readFiles(indexDirectory)[index.slice(indexDirectory.length + 1)]).toContain('["a.ts","","file"')
    writeFileSync(join(directory, 'a.ts'), 'two')
    const { root } = await snapshotDirectory({ directory, blobs, indexDirectory })
    expect(await treeFiles(root, stage)).toEqual({ 'a.ts': 'file two' })
  })

  test('an index of blobs that are gone is not believed', async () => {
    const directory = makeDirectory({ 'a.ts': 'a' })
    const indexDirectory = makeDirectory()
    const first = await snapshot(directory, { indexDirectory })
    const { blobs, stage } = countingStore()
    const { root } = await snapshotDirectory({ directory, blobs, indexDirectory })
    expect(root).toBe(first.root)
    expect(await treeFiles(root, stage)).toEqual({ 'a.ts': 'file a' })
  })

  test('a damaged index is not believed', async () => {
    const directory = makeDirectory({ 'a.ts': 'a' })
    const indexDirectory = makeDirectory()
    const { blobs, stage } = countingStore()
    await snapshotDirectory({ directory, blobs, indexDirectory })
    const [name = ''] = readdirSync(indexDirectory)
    const text = Object.values(readFiles(indexDirectory))[0]!.slice('file '.length)
    writeFileSync(join(indexDirectory, name), text.replace('"a.ts"', '"b.ts"'))
    const { root } = await snapshotDirectory({ directory, blobs, indexDirectory })
    expect(await treeFiles(root, stage)).toEqual({ 'a.ts': 'file a' })
  })

  test('what an index took with secrets is not taken without', async () => {
    const directory = makeDirectory({ '.env': 'x', 'a.ts': 'a' })
    const indexDirectory = makeDirectory()
    const { blobs } = countingStore()
    expect((await snapshotDirectory({ directory, blobs, indexDirectory, includeSecrets: true })).files).toBe(2)
    expect((await snapshotDirectory({ directory, blobs, indexDirectory })).files).toBe(1)
  })
})

test('an aborted snapshot stops', async () => {
  const reason = new Error('stop')
  const options = { signal: AbortSignal.abort(reason) }
  await expect(snapshot(makeDirectory({ 'a.ts': 'a' }), options)).rejects.toBe(reason)
})

test('hard links and the temporary files of an apply are no trouble', async () => {
  const directory = makeDirectory({ 'a.ts': 'a', '.lightspeed-0123456789abcdef.tmp': 'half' })
  linkSync(join(directory, 'a.ts'), join(directory, 'b.ts'))
  expect(await snapshotPaths(directory)).toEqual(['a.ts', 'b.ts'])
  rmSync(join(directory, 'a.ts'))
  expect(await snapshotPaths(directory)).toEqual(['b.ts'])
})
