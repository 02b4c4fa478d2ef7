import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { decodeOuterRules, outerRulesBytes } from '../../../vfs/snapshot/outer-rules.ts'
import { isIgnored } from '../../../vfs/snapshot/ignore-rules.ts'
import { readOuterRules } from '../../../vfs/snapshot/read-outer-rules.ts'
import { snapshotDirectory } from '../../../vfs/snapshot/snapshot-directory.ts'
import { makeBlobs, makeDirectory, treeFiles, writeFiles } from '../fixture.ts'

let home = ''
beforeEach(() => {
  home = makeDirectory()
  vi.stubEnv('HOME', home)
  vi.stubEnv('XDG_CONFIG_HOME', '')
  onTestFinished(() => void vi.unstubAllEnvs())
})

const layers = async (directory: string) =>
  (await readOuterRules(directory)).map(({ above, text }) => [above, text.trimEnd()])

test('rules are of the person, of the clone and of the directories above, in this order', async () => {
  writeFiles(home, { '.config/git/ignore': 'person\n' })
  const repository = makeDirectory({
    '.git/info/exclude': 'clone\n',
    '.gitignore': 'top\n',
    '.lightspeedignore': 'ours\n',
    'packages/.gitignore': 'middle\n',
    'packages/a/.gitignore': 'inside\n',
  })
  expect(await layers(join(repository, 'packages/a'))).toEqual([
    ['packages/a/', 'person'],
    ['packages/a/', 'clone'],
    ['packages/a/', 'top\n\nours'],
    ['a/', 'middle'],
  ])
  expect(await layers(repository)).toEqual([
    ['', 'person'],
    ['', 'clone'],
  ])
})

test('outside of a repository there are none, and what leaves out the whole directory does not count', async () => {
  writeFiles(home, { '.config/git/ignore': 'person\n' })
  const directory = makeDirectory({ '.gitignore': 'x\n', 'a/b': '', 'in/.git/HEAD': '', 'in/.git/info/exclude': 'c\n' })
  expect(await layers(join(directory, 'a'))).toEqual([])
  expect(await layers(join(directory, 'in/person/x'))).toEqual([['person/x/', 'c']])
})

test('a link leads to rules of the person, and from a repository nowhere', async () => {
  const other = makeDirectory({ rules: 'linked\n', secret: 'KEY=1\n' })
  writeFiles(home, { '.config/git/ignore': { link: join(other, 'rules') } })
  const repository = makeDirectory({
    '.git/info/exclude': { link: join(other, 'secret') },
    '.git/config': `[core]\n  excludesFile = ${join(other, 'secret')}\n`,
  })
  expect(await layers(repository)).toEqual([['', 'linked']])
})

const hasGit = spawnSync('git', ['--version']).status === 0

describe.skipIf(!hasGit)('as git has it', () => {
  const git = (...args: string[]) =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })

  /** What git would add and what a mount takes in; without files of rules. */
  async function both(directory: string) {
    const listed = git('-C', directory, 'ls-files', '-z', '--others', '--cached', '--exclude-standard')
    const { store, stage } = makeBlobs()
    const { root } = await snapshotDirectory({ directory, blobs: store })
    const isFile = (path: string) => path !== '' && !path.endsWith('ignore')
    return [listed.split('\0').filter(isFile).sort(), Object.keys(await treeFiles(root, stage)).filter(isFile)] as const
  }

  test('the file that the configuration names counts, in a worktree as well', async () => {
    writeFiles(home, { '.gitconfig': '[core]\n  excludesFile = ~/my rules\n', 'my rules': '*.mine\n!up.log\n/a/x\n' })
    const repository = makeDirectory({ '.gitignore': '*.log\n', a: '1', 'a.mine': '1', 'b/up.log': '1', 'b/own': '1' })
    git('init', '-q', repository)
    writeFiles(repository, { '.git/info/exclude': 'own\n!b/kept.mine\n', 'b/kept.mine': '1' })
    const [byGit, kept] = await both(repository)
    expect(kept).toEqual(byGit)
    expect(kept).toEqual(['a', 'b/kept.mine'])
    const who = ['-c', 'user.name=a', '-c', 'user.email=a@b']
    git('-C', repository, 'add', '.')
    git('-C', repository, ...who, 'commit', '-qm', 'x')
    const tree = join(makeDirectory(), 'tree')
    git('-C', repository, 'worktree', 'add', '-q', tree)
    writeFiles(tree, { own: '1', new: '1', 'x.mine': '1' })
    const [there, mounted] = await both(tree)
    expect(mounted).toEqual(there)
    expect(mounted).toEqual(['a', 'b/kept.mine', 'new'])
  })

  test('an empty name switches the usual file off', async () => {
    writeFiles(home, { '.config/git/ignore': '*.mine\n' })
    const repository = makeDirectory({ a: '1', 'a.mine': '1' })
    git('init', '-q', repository)
    expect((await both(repository))[1]).toEqual(['a'])
    writeFiles(home, { '.gitconfig': '[core]\n  excludesFile =\n' })
    const [byGit, kept] = await both(repository)
    expect(kept).toEqual(byGit)
    expect(kept).toEqual(['a', 'a.mine'])
  })
})

test('a snapshot names the rules around it, and none where there are none', async () => {
  const { store } = makeBlobs()
  const repository = makeDirectory({ '.git/info/exclude': 'node_modules\n', 'a.ts': '' })
  const { ignoreRef } = await snapshotDirectory({ directory: repository, blobs: store })
  expect(ignoreRef).not.toBeNull()
  const rules = ignoreRef === null ? [] : decodeOuterRules(ignoreRef, await store.get(ignoreRef))
  expect(isIgnored(rules, 'packages/node_modules', true)).toBe(true)
  expect((await snapshotDirectory({ directory: makeDirectory({ a: '' }), blobs: store })).ignoreRef).toBeNull()
})

test('more rules than a mount carries hold for the mount, and that they stay behind is said', async () => {
  const { store, stage } = makeBlobs()
  const text = `left.ts\n${'# x\n'.repeat(outerRulesBytes / 4)}`
  const directory = makeDirectory({ '.git/info/exclude': text, 'a.ts': '', 'left.ts': '' })
  const { root, ignoreRef, skipped } = await snapshotDirectory({ directory, blobs: store })
  expect(Object.keys(await treeFiles(root, stage))).toEqual(['a.ts'])
  expect([ignoreRef, skipped]).toEqual([
    null,
    [{ path: '../.gitignore', reason: expect.stringContaining('more than 256 KiB of rules') }],
  ])
})
