import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { snapshotDirectory } from '../../../vfs/snapshot/snapshot-directory.ts'
import { makeBlobs, makeDirectory, treeFiles, writeFiles, type FileSpecs } from '../fixture.ts'

async function kept(directory: string): Promise<readonly string[]> {
  const { store, stage } = makeBlobs()
  const { root } = await snapshotDirectory({ directory, blobs: store })
  return Object.keys(await treeFiles(root, stage)).filter((path) => !path.endsWith('ignore'))
}

test('rules hold in their directory and below', async () => {
  const directory = makeDirectory({
    '.gitignore': '*.log\n/only-here\nbuild/\n# comment\n!keep.log\n',
    'a.log': '',
    'keep.log': '',
    'only-here': '',
    'sub/only-here': '',
    'sub/b.log': '',
    'build/x': '',
    'sub/build/y': '',
    'sub/deep/.gitignore': '!b.log\n*.tmp\n',
    'sub/deep/b.log': '',
    'sub/deep/c.tmp': '',
    'c.tmp': '',
  })
  expect(await kept(directory)).toEqual(['c.tmp', 'keep.log', 'sub/deep/b.log', 'sub/only-here'])
})

test('an inner rule takes a directory back with all that is in it', async () => {
  const directory = makeDirectory({
    '.gitignore': 'build/\n*.o\n',
    'pkg/.gitignore': '!build/\n',
    'pkg/build/x.js': '',
    'pkg/build/deep/y.js': '',
    'pkg/build/z.o': '',
    'pkg/build/build/x': '',
    'build/x.js': '',
  })
  expect(await kept(directory)).toEqual(['pkg/build/build/x', 'pkg/build/deep/y.js', 'pkg/build/x.js'])
})

test('.lightspeedignore overrules .gitignore of the same directory', async () => {
  const directory = makeDirectory({
    '.gitignore': 'dist/\n',
    '.lightspeedignore': '!dist/\nfixtures/\n',
    'dist/a.js': '',
    'fixtures/big.json': '',
  })
  expect(await kept(directory)).toEqual(['dist/a.js'])
})

test('case counts where the file system lets it count', async () => {
  const directory = makeDirectory({ '.gitignore': 'Build\n', build: '' })
  expect(await kept(directory)).toEqual(process.platform === 'linux' ? ['build'] : [])
})

describe('in a part of a repository', () => {
  const repository = (): string =>
    makeDirectory({
      '.git/HEAD': 'ref: refs/heads/main\n',
      '.gitignore': 'node_modules\n/packages/a/out/\nignored/\n',
      'packages/a/node_modules/x.js': '',
      'packages/a/out/x.js': '',
      'packages/a/src/x.js': '',
      'ignored/src/x.js': '',
      'ignored/node_modules/x.js': '',
    })

  test('the rules of the repository hold', async () => {
    expect(await kept(join(repository(), 'packages/a'))).toEqual(['src/x.js'])
  })

  test('rules that leave out all of it do not count', async () => {
    const directory = repository()
    expect(await kept(join(directory, 'ignored'))).toEqual(['node_modules/x.js', 'src/x.js'])
  })

  test('outside of any repository no outer rules hold', async () => {
    const directory = makeDirectory({ '.gitignore': 'x.js\n', 'sub/x.js': '' })
    expect(await kept(join(directory, 'sub'))).toEqual(['x.js'])
  })
})

const hasGit = spawnSync('git', ['--version']).status === 0

test.skipIf(!hasGit)('what is kept is what git would add', async () => {
  const names = ['a', 'b', 'build', 'x.log', 'y.o']
  const path = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
  const line = fc.constantFrom(
    'a',
    'b/',
    '*.log',
    '!*.log',
    '/build',
    'build/',
    '!build/',
    '!a',
    '*.o',
    'a/b',
    '**/x.log',
    'b/*',
    '!b/x.log',
    '/*',
    '!/a',
  )
  const rules = fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n'))
  const where = fc.constantFrom('', 'a/', 'b/', 'build/', 'a/build/')
  await fc.assert(
    fc.asyncProperty(
      fc.array(path, { maxLength: 10 }),
      fc.array(fc.tuple(where, rules), { maxLength: 3 }),
      async (paths, ignores) => {
        const directory = makeDirectory()
        const files: FileSpecs = {
          ...Object.fromEntries(
            paths.filter((one) => !paths.some((other) => other.startsWith(`${one}/`))).map((one) => [one, '']),
          ),
          ...Object.fromEntries(
            ignores.filter(([prefix]) => isFree(prefix, paths)).map(([prefix, text]) => [`${prefix}.gitignore`, text]),
          ),
        }
        mkdirSync(directory, { recursive: true })
        writeFiles(directory, files)
        execFileSync('git', ['init', '-q', directory])
        const listed = execFileSync('git', ['-C', directory, 'ls-files', '-z', '--others', '--exclude-standard'], {
          encoding: 'utf8',
        })
        const byGit = listed.split('\0').filter((one) => one !== '' && !one.endsWith('ignore'))
        expect(await kept(directory)).toEqual(byGit.sort())
      },
    ),
    { numRuns: 40 },
  )
})

/** Whether a directory can be there beside these files. */
function isFree(prefix: string, paths: readonly string[]): boolean {
  return !paths.some((path) => prefix.startsWith(`${path}/`))
}
