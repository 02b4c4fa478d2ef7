import { execFileSync, spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diffTrees } from '../../../vfs/diff/diff-trees.ts'
import { unifiedDiff, type BinaryForm } from '../../../vfs/diff/unified-diff.ts'
import { makeBlobs, makeDirectory, makeTree, readFiles, treeFiles, type FileSpec, type FileSpecs } from '../fixture.ts'

const { stage } = makeBlobs()

async function patch(before: FileSpecs, after: FileSpecs, binary: BinaryForm = 'named'): Promise<string> {
  const changes = await diffTrees(await makeTree(before, stage), await makeTree(after, stage), stage)
  let text = ''
  for (const change of changes) text += await unifiedDiff(change, stage, binary)
  return text
}

const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join('')

describe('a change is shown as git shows it', () => {
  test('modified, with three lines of context', async () => {
    const before = lines('1', '2', '3', '4', '5', '6', '7', '8', '9')
    expect(await patch({ 'a.ts': before }, { 'a.ts': before.replace('5', 'five') })).toBe(
      lines(
        'diff --git a/a.ts b/a.ts',
        '--- a/a.ts',
        '+++ b/a.ts',
        '@@ -2,7 +2,7 @@',
        ' 2',
        ' 3',
        ' 4',
        '-5',
        '+five',
        ' 6',
        ' 7',
        ' 8',
      ),
    )
  })
  test('added', async () => {
    expect(await patch({}, { 'a.ts': 'x\n' })).toBe(
      lines('diff --git a/a.ts b/a.ts', 'new file mode 100644', '--- /dev/null', '+++ b/a.ts', '@@ -0,0 +1 @@', '+x'),
    )
  })
  test('added and empty', async () => {
    expect(await patch({}, { 'a.ts': '' })).toBe(lines('diff --git a/a.ts b/a.ts', 'new file mode 100644'))
  })
  test('removed', async () => {
    expect(await patch({ run: { script: 'x\ny\n' } }, {})).toBe(
      lines(
        'diff --git a/run b/run',
        'deleted file mode 100755',
        '--- a/run',
        '+++ /dev/null',
        '@@ -1,2 +0,0 @@',
        '-x',
        '-y',
      ),
    )
  })
  test('of another mode', async () => {
    expect(await patch({ run: 'x' }, { run: { script: 'x' } })).toBe(
      lines('diff --git a/run b/run', 'old mode 100644', 'new mode 100755'),
    )
  })
  test('of another type', async () => {
    expect(await patch({ a: 'x\n' }, { a: { link: 'y' } })).toBe(
      lines('diff --git a/a b/a', 'deleted file mode 100644', '--- a/a', '+++ /dev/null', '@@ -1 +0,0 @@', '-x') +
        lines(
          'diff --git a/a b/a',
          'new file mode 120000',
          '--- /dev/null',
          '+++ b/a',
          '@@ -0,0 +1 @@',
          '+y',
          '\\ No newline at end of file',
        ),
    )
  })
  test('without a newline at the end, on either side', async () => {
    expect(await patch({ a: 'x' }, { a: 'x\n' })).toContain('@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n')
    expect(await patch({ a: 'x\n' }, { a: 'x' })).toContain('@@ -1 +1 @@\n-x\n+x\n\\ No newline at end of file\n')
  })
  test('with carriage returns kept', async () => {
    expect(await patch({ a: 'x\r\ny\r\n' }, { a: 'x\r\nz\r\n' })).toContain(' x\r\n-y\r\n+z\r\n')
  })
  test('binary', async () => {
    const bytes = Uint8Array.from([0, 1, 2])
    expect(await patch({ a: bytes }, { a: 'text' })).toBe(
      lines('diff --git a/a b/a', 'Binary files a/a and b/a differ'),
    )
    expect(await patch({}, { a: Uint8Array.from([0xff]) })).toContain('Binary files /dev/null and b/a differ')
  })
  test('with a name that needs quotes, or a tab', async () => {
    expect(await patch({}, { 'a\n"b\u001b': 'x\n' })).toContain('+++ "b/a\\n\\"b\\033"\n')
    expect(await patch({}, { 'a b': 'x\n' })).toContain('+++ b/a b\t\n')
  })
})

test('a file rewritten from end to end is shown as replaced, within seconds', async () => {
  const text = (mark: string): string => Array.from({ length: 30_000 }, (_, index) => `${mark} ${index}\n`).join('')
  const shown = await patch({ a: `first\n${text('x')}last\n` }, { a: `first\n${text('y')}last\n` })
  expect(shown).toContain('@@ -1,30002 +1,30002 @@\n first\n-x 0\n')
  expect(shown.endsWith('+y 29999\n last\n')).toBe(true)
})

const hasGit = spawnSync('git', ['--version']).status === 0
const line = fc.constantFrom('a', 'b', 'c', '', ' ', '-', '+++ x', '\r', 'ä\t')
const text = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.boolean())
  .map(([all, ends]) => all.join('\n') + (ends ? '\n' : ''))
const noText = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  // Longer than a line of the patch, and hard to deflate.
  fc.uint8Array({ minLength: 5000, maxLength: 6000 }),
  fc.constantFrom(Uint8Array.from([0xff]), new Uint8Array(70_000)),
)
const spec: fc.Arbitrary<FileSpec> = fc.oneof(
  text,
  noText,
  fc.record({ script: text }),
  fc.constantFrom({ link: 'x' }, { link: 'y' }),
)
const name = fc.constantFrom('a.ts', 'dir/b.ts', 'dir/c d.ts', 'ü "q"', 'deep/er/x', 'a tab\t', 'b/c b/c')
const files = fc.dictionary(name, spec)

/** Has git apply a patch, forwards or in reverse. */
function gitApply(directory: string, input: string, ...flags: readonly string[]): void {
  if (input === '') return
  const env = { ...process.env, GIT_DIR: '/dev/null' }
  execFileSync('git', ['apply', '--whitespace=nowarn', ...flags, '-'], { cwd: directory, input, env, stdio: 'pipe' })
}

describe.skipIf(!hasGit)('git apply takes', () => {
  test('every difference, and takes it back', async () => {
    await fc.assert(
      fc.asyncProperty(files, files, async (before, after) => {
        const directory = makeDirectory(before)
        const input = await patch(before, after, 'patch')
        gitApply(directory, input)
        expect(readFiles(directory)).toEqual(await treeFiles(await makeTree(after, stage), stage))
        gitApply(directory, input, '-R')
        expect(readFiles(directory)).toEqual(await treeFiles(await makeTree(before, stage), stage))
      }),
      { numRuns: 60 },
    )
  })

  test('a file that becomes a directory, and a directory that becomes a file', async () => {
    const before: FileSpecs = { a: 'file\n', 'b/c': Uint8Array.from([0]), 'b/d': { link: 'c' } }
    const after: FileSpecs = { 'a/b': Uint8Array.from([0, 1]), b: 'file\n' }
    const directory = makeDirectory(before)
    gitApply(directory, await patch(before, after, 'patch'))
    expect(readFiles(directory)).toEqual(await treeFiles(await makeTree(after, stage), stage))
  })

  test('no binary patch onto another file than the one it was made from', async () => {
    const directory = makeDirectory({ a: Uint8Array.from([0, 9]) })
    const input = await patch({ a: Uint8Array.from([0, 1]) }, { a: Uint8Array.from([0, 2]) }, 'patch')
    expect(() => gitApply(directory, input)).toThrow(/does not match the current contents/)
  })
})
