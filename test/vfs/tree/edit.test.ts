import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PathError, TreeLimitError } from '../../../vfs/tree/errors.ts'
import { editTree } from '../../../vfs/tree/edit.ts'
import { treeLimits } from '../../../vfs/tree/limits.ts'
import { listDirectory, lookup, readFile, readLink, readTree } from '../../../vfs/tree/read.ts'
import { walkTree } from '../../../vfs/tree/walk.ts'
import {
  emptyTree,
  fileContent,
  linkContent,
  moveEntry,
  removeEntry,
  writeFile,
  writeLink,
} from '../../../vfs/tree/write.ts'
import { makeBlobs, makeTree, treeFiles } from '../fixture.ts'

const { stage } = makeBlobs()
const bytes = (text: string): Uint8Array => Buffer.from(text)

/** Few names, so that files, directories and removals meet. */
const path = fc.array(fc.constantFrom('a', 'b', 'c.ts'), { minLength: 1, maxLength: 4 }).map((names) => names.join('/'))
type Step =
  | { readonly type: 'write'; readonly path: string; readonly text: string; readonly executable: boolean | null }
  | { readonly type: 'remove'; readonly path: string }
  | { readonly type: 'move'; readonly path: string; readonly to: string }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constant('write' as const), path, text: fc.string(), executable: fc.option(fc.boolean()) }),
  fc.record({ type: fc.constant('remove' as const), path }),
  fc.record({ type: fc.constant('move' as const), path, to: path }),
)

/** A workspace as a map from path to content: what every tree operation must agree with. */
class Model {
  readonly files = new Map<string, { text: string; executable: boolean }>()

  isDirectory(path: string): boolean {
    return [...this.files.keys()].some((known) => known.startsWith(`${path}/`))
  }
  isBlocked(path: string): boolean {
    return [...this.files.keys()].some((known) => path.startsWith(`${known}/`))
  }
  below(path: string): readonly string[] {
    return [...this.files.keys()].filter((known) => known === path || known.startsWith(`${path}/`))
  }
  listing(): Record<string, string> {
    const all = [...this.files].map(
      ([path, file]) => [path, `${file.executable ? 'script' : 'file'} ${latin(file.text)}`] as const,
    )
    return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)))
  }
}

const latin = (text: string): string => Buffer.from(text).toString('latin1')

test('any history of edits gives the tree that a map of paths gives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const model = new Model()
      let root = emptyTree(stage)
      for (const action of steps) root = await perform(root, action, model)
      expect(await treeFiles(root, stage)).toEqual(model.listing())
      const whole = await lookup(root, '', stage)
      expect(whole?.files).toBe(model.files.size)
      expect(whole?.sizeBytes).toBe([...model.files.values()].reduce((sum, file) => sum + bytes(file.text).length, 0))
    }),
    { numRuns: 150 },
  )
})

async function perform(root: ReturnType<typeof emptyTree>, action: Step, model: Model) {
  const { path } = action
  if (action.type === 'write') {
    const options = action.executable === null ? {} : { executable: action.executable }
    const written = writeFile(root, path, bytes(action.text), options, stage)
    if (model.isDirectory(path) || model.isBlocked(path)) {
      await expect(written).rejects.toThrow(PathError)
      return root
    }
    const executable = action.executable ?? model.files.get(path)?.executable ?? false
    model.files.set(path, { text: action.text, executable })
    return await written
  }
  const below = model.below(path)
  if (action.type === 'remove') {
    const removed = removeEntry(root, path, stage)
    if (below.length === 0) {
      await expect(removed).rejects.toThrow(PathError)
      return root
    }
    for (const known of below) model.files.delete(known)
    return await removed
  }
  const { to } = action
  const moved = moveEntry(root, path, to, stage)
  const isFree = model.below(to).length === 0 && !model.isBlocked(to)
  if (path === to && below.length > 0) return await moved
  if (below.length === 0 || to.startsWith(`${path}/`) || !isFree) {
    await expect(moved).rejects.toThrow(PathError)
    return root
  }
  const contents = below.map((known) => [to + known.slice(path.length), model.files.get(known)!] as const)
  for (const known of below) model.files.delete(known)
  for (const [target, file] of contents) model.files.set(target, file)
  return await moved
}

test('trees with the same files have the same root, whatever their history', async () => {
  const direct = await makeTree({ 'src/a.ts': 'a', 'b.ts': 'b' }, stage)
  let root = await makeTree({ 'b.ts': 'other', 'src/deep/c.ts': 'c' }, stage)
  root = await removeEntry(root, 'src/deep/c.ts', stage)
  root = await writeFile(root, 'b.ts', bytes('b'), {}, stage)
  root = await writeFile(root, 'src/a.ts', bytes('a'), {}, stage)
  expect(root).toBe(direct)
})

test('an edit writes one object for each directory on its way, and the file', async () => {
  const root = await makeTree({ 'a/b/c/d.ts': 'd', 'a/x.ts': 'x', 'y/z.ts': 'z' }, stage)
  let puts = 0
  const counting = { get: stage.get, put: (blob: Uint8Array) => ((puts += 1), stage.put(blob)) }
  await writeFile(root, 'a/b/c/e.ts', bytes('new'), {}, counting)
  expect(puts).toBe(5)
})

test('removing the last file of directories removes them too', async () => {
  const root = await makeTree({ 'a/b/c.ts': 'c', 'd.ts': 'd' }, stage)
  const after = await removeEntry(root, 'a/b/c.ts', stage)
  expect((await readTree(after, stage)).map((entry) => entry.name)).toEqual(['d.ts'])
})

test('a file keeps its executable bit unless told otherwise', async () => {
  const root = await makeTree({ run: { script: 'one' } }, stage)
  const kept = await writeFile(root, 'run', bytes('two'), {}, stage)
  expect((await lookup(kept, 'run', stage))?.executable).toBe(true)
  const dropped = await writeFile(root, 'run', bytes('two'), { executable: false }, stage)
  expect((await lookup(dropped, 'run', stage))?.executable).toBe(false)
})

test('a batch can turn a file into a directory and a directory into a file', async () => {
  const root = await makeTree({ a: 'file', 'b/c': 'inner' }, stage)
  const edits = new Map([
    ['a', null],
    ['a/x', fileContent(bytes('x'), false, stage)],
    ['b/c', null],
    ['b', linkContent('a/x', stage)],
  ])
  const after = await editTree(root, edits, stage)
  expect(await treeFiles(after, stage)).toEqual({ 'a/x': 'file x', b: 'link a/x' })
})

describe('what the tree does not allow is refused with the reason', () => {
  const root = makeTree({ 'dir/file': 'x', link: { link: 'dir' } }, stage)
  test('a file below a file', async () => {
    await expect(writeFile(await root, 'dir/file/x', bytes(''), {}, stage)).rejects.toMatchObject({
      code: 'path-not-directory',
    })
  })
  test('a file below a link', async () => {
    await expect(writeFile(await root, 'link/x', bytes(''), {}, stage)).rejects.toMatchObject({
      code: 'path-not-directory',
    })
  })
  test('writing to a directory', async () => {
    await expect(writeFile(await root, 'dir', bytes(''), {}, stage)).rejects.toMatchObject({
      code: 'path-is-directory',
    })
  })
  test('writing through a link', async () => {
    await expect(writeFile(await root, 'link', bytes(''), {}, stage)).rejects.toMatchObject({ code: 'path-is-symlink' })
  })
  test('replacing the root', async () => {
    await expect(removeEntry(await root, '', stage)).rejects.toMatchObject({ code: 'path-is-directory' })
  })
  test('moving a directory into itself', async () => {
    await expect(moveEntry(await root, 'dir', 'dir/inner', stage)).rejects.toMatchObject({ code: 'path-invalid' })
  })
  test('moving a directory where its files would be too deep', async () => {
    const deep = Array.from({ length: 255 }, () => 'd').join('/')
    const tree = await makeTree({ [deep]: 'x' }, stage)
    await expect(moveEntry(tree, 'd', 'one/two/three', stage)).rejects.toMatchObject({ code: 'path-invalid' })
  })
  test('moving onto something', async () => {
    await expect(moveEntry(await root, 'link', 'dir', stage)).rejects.toMatchObject({ code: 'path-exists' })
  })
  test('reading a directory, a link, nothing', async () => {
    await expect(readFile(await root, 'dir', stage)).rejects.toMatchObject({ code: 'path-is-directory' })
    await expect(readFile(await root, 'link', stage)).rejects.toMatchObject({ code: 'path-is-symlink' })
    await expect(readFile(await root, 'none', stage)).rejects.toMatchObject({ code: 'path-missing' })
  })
  test('listing a file, nothing', async () => {
    await expect(listDirectory(await root, 'dir/file', stage)).rejects.toMatchObject({ code: 'path-not-directory' })
    await expect(listDirectory(await root, 'none', stage)).rejects.toMatchObject({ code: 'path-missing' })
  })
  test('a file over the limit', async () => {
    const large = Buffer.alloc(treeLimits.fileBytes + 1)
    await expect(writeFile(await root, 'large', large, {}, stage)).rejects.toThrow(TreeLimitError)
  })
  test('more files than a tree may have', async () => {
    const directory = {
      kind: 'dir',
      executable: false,
      ref: await root,
      sizeBytes: 1,
      files: treeLimits.treeFiles,
    } as const
    await expect(editTree(await root, new Map([['many', directory]]), stage)).rejects.toThrow(TreeLimitError)
  })
})

test('a link is written, read and replaced, and never followed', async () => {
  const root = await writeLink(await makeTree({ 'a/b': 'x' }, stage), 'link', 'a', stage)
  expect(await readLink(root, 'link', stage)).toBe('a')
  expect(await lookup(root, 'link/b', stage)).toBeNull()
  expect(await readLink(await writeLink(root, 'link', 'elsewhere', stage), 'link', stage)).toBe('elsewhere')
})

test('a walk can be limited to a directory or a file', async () => {
  const root = await makeTree({ 'src/a.ts': '', 'src/b/c.ts': '', 'test/d.ts': '' }, stage)
  const paths = async (prefix: string): Promise<readonly string[]> => {
    const walked: string[] = []
    for await (const { path } of walkTree(root, stage, { prefix })) walked.push(path)
    return walked
  }
  expect(await paths('src')).toEqual(['src/a.ts', 'src/b/c.ts'])
  expect(await paths('test/d.ts')).toEqual(['test/d.ts'])
  expect(await paths('none')).toEqual([])
  expect(await paths('')).toHaveLength(3)
})
