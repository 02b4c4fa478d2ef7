import { expect, test } from 'vitest'
import { globFiles } from '../../../../vfs/tools/search/glob-files.ts'
import { TestWorkspace, workspaceOf } from '../workspace.ts'

const files = {
  'a.ts': '',
  'src/b.ts': '',
  'src/deep/c.ts': '',
  'src/deep/c.test.ts': '',
  'src/view.tsx': '',
  '.github/ci.yml': '',
  'docs/[id].md': '',
  link: { link: 'a.ts' },
}

async function glob(pattern: string, path?: string): Promise<readonly string[]> {
  const workspace = await workspaceOf(files)
  return (await workspace.call('anthropic', 'Glob', { pattern, ...(path !== undefined && { path }) })).text.split('\n')
}

test('patterns match paths, names at any depth, braces and dot files', async () => {
  expect(await glob('**/*.ts')).toEqual(['a.ts', 'src/b.ts', 'src/deep/c.test.ts', 'src/deep/c.ts'])
  expect(await glob('*.ts')).toEqual(['a.ts', 'src/b.ts', 'src/deep/c.test.ts', 'src/deep/c.ts'])
  expect(await glob('./*.ts')).toEqual(['a.ts'])
  expect(await glob('src/*.{ts,tsx}')).toEqual(['src/b.ts', 'src/view.tsx'])
  expect(await glob('**/*.yml')).toEqual(['.github/ci.yml'])
  expect(await glob('src/deep/')).toEqual(['src/deep/c.test.ts', 'src/deep/c.ts'])
  expect(await glob('src/b.ts')).toEqual(['src/b.ts'])
  expect(await glob('link')).toEqual(['link'])
  expect(await glob('src/**/!(*.test).ts')).toEqual(['src/b.ts', 'src/deep/c.ts'])
  expect(await glob('!*.ts', 'src')).toEqual(['src/view.tsx'])
})

test('a path moves the start, and an absolute pattern names it itself', async () => {
  expect(await glob('*.ts', 'src/deep')).toEqual(['src/deep/c.test.ts', 'src/deep/c.ts'])
  expect(await glob('deep/*.ts', '/workspace/src')).toEqual(['src/deep/c.test.ts', 'src/deep/c.ts'])
  expect(await glob('/workspace/src/*.ts', 'docs')).toEqual(['src/b.ts'])
  expect(await glob('/workspace/**/b.ts')).toEqual(['src/b.ts'])
  expect(await glob('b.ts', 'src/b.ts')).toEqual(['src/b.ts'])
})

test('nothing found, a missing directory and an escape are told apart', async () => {
  expect(await glob('*.rs')).toEqual(['no file matches *.rs'])
  expect(await glob('*.ts', 'scr')).toEqual(['scr does not exist. Did you mean src?'])
  expect((await glob('../docs/*.ts'))[0]).toContain('outside of the workspace')
  expect((await glob('~/*.ts'))[0]).toContain('no home directory')
  expect((await glob(''))[0]).toContain('1 to 1000 characters')
  expect((await glob('a'.repeat(2000)))[0]).toContain('1 to 1000 characters')
})

test('several mounts are searched from the root above them, others are shown absolute', async () => {
  const workspace = await new TestWorkspace().mount('/workspace', { 'a.ts': '' })
  await workspace.mount('/lib', { 'b.ts': '' })
  const call = async (input: object) => (await workspace.call('plain', 'glob', input)).text.split('\n')
  expect(await call({ pattern: '*.ts' })).toEqual(['a.ts'])
  expect(await call({ pattern: '*.ts', path: '/' })).toEqual(['a.ts', '/lib/b.ts'])
  expect(await call({ pattern: '/lib/*.ts' })).toEqual(['/lib/b.ts'])
})

test('at most 1000 paths are listed and the rest counted', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 1203 }, (_, index) => [`f${String(index).padStart(4, '0')}`, '']),
  )
  const workspace = await workspaceOf(many)
  const rows = (await workspace.call('openai', 'find_files', { pattern: 'f*' })).text.split('\n')
  expect(rows).toHaveLength(1001)
  expect(rows.slice(0, 2)).toEqual(['f0000', 'f0001'])
  expect(rows.at(-1)).toBe('[203 more; use a narrower pattern]')
  const few = (await workspace.call('openai', 'find_files', { pattern: 'f*', limit: 2 })).text.split('\n')
  expect(few).toEqual(['f0000', 'f0001', '[1,201 more; use a narrower pattern]'])
})

test('a pattern made to backtrack for ever is stopped', async () => {
  const workspace = await workspaceOf({ ['a'.repeat(200)]: '' })
  const search = globFiles({ pattern: `${'*a'.repeat(60)}b` }, workspace.context(), 50)
  await expect(search).rejects.toThrow('the file pattern takes too long to match; use one with fewer wildcards')
})
