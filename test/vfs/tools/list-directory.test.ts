import { expect, test } from 'vitest'
import { TestWorkspace, workspaceOf } from './workspace.ts'

const files = {
  'a.ts': 'x'.repeat(1200),
  'run.sh': { script: 'go' },
  'src/b.ts': '',
  'src/deep/c.ts': '',
  link: { link: 'src/b.ts' },
  way: { link: 'src' },
}

test('kinds, sizes and targets are shown, directories are not entered', async () => {
  const workspace = await workspaceOf(files)
  expect((await workspace.call('anthropic', 'LS', {})).text.split('\n')).toEqual([
    'a.ts (1 kB)',
    'link -> src/b.ts',
    'run.sh (2 bytes, executable)',
    'src/',
    'way -> src',
  ])
  expect((await workspace.call('anthropic', 'LS', { path: '/workspace/way' })).text).toBe('b.ts (0 bytes)\ndeep/')
})

test('deeper levels are indented', async () => {
  const workspace = await workspaceOf(files)
  expect((await workspace.call('openai', 'list_dir', { path: 'src', depth: 3 })).text).toBe(
    'b.ts (0 bytes)\ndeep/\n  c.ts (0 bytes)',
  )
  expect((await workspace.call('openai', 'list_dir', { dir_path: 'src' })).text).toBe('b.ts (0 bytes)\ndeep/')
})

test('what is not a directory says so, and an empty workspace is empty', async () => {
  const workspace = await workspaceOf(files)
  expect(await workspace.call('plain', 'list', { path: 'a.ts' })).toEqual({
    text: 'a.ts is a file, not a directory',
    outcome: 'error',
  })
  expect((await workspace.call('plain', 'list', { path: 'scr' })).text).toBe('scr does not exist. Did you mean src?')
  expect((await (await workspaceOf({})).call('plain', 'list', {})).text).toBe('. is empty')
})

test('above several mounts their names are listed', async () => {
  const workspace = await new TestWorkspace().mount('/workspace', {})
  await workspace.mount('/docs', {}, true)
  expect((await workspace.call('plain', 'list', { path: '/' })).text).toBe(
    'Mounted: /workspace, /docs (read-only); relative paths start at /workspace.',
  )
  expect((await workspace.call('plain', 'list', { path: '/etc' })).outcome).toBe('error')
})

test('a directory with too many names is cut and says so', async () => {
  const many = Object.fromEntries(Array.from({ length: 1005 }, (_, index) => [`f${index}`, '']))
  const rows = (await (await workspaceOf(many)).call('plain', 'list', {})).text.split('\n')
  expect(rows).toHaveLength(1001)
  expect(rows.at(-1)).toContain('more than 1000 entries')
})
