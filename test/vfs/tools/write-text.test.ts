import { expect, test } from 'vitest'
import { TestWorkspace, workspaceOf } from './workspace.ts'

test('a new file is made with its directories, and others stay', async () => {
  const workspace = await workspaceOf({ keep: 'x' })
  const result = await workspace.call('anthropic', 'Write', { file_path: '/workspace/a/b/c.ts', content: 'one\ntwo\n' })
  expect(result.text).toBe('created a/b/c.ts (2 lines)')
  expect(result.moves).toHaveLength(1)
  expect(await workspace.paths()).toEqual(['a/b/c.ts', 'keep'])
  expect(await workspace.text('a/b/c.ts')).toBe('one\ntwo\n')
})

test('a replaced file keeps its executable bit, its CRLFs and its byte order mark', async () => {
  const workspace = await workspaceOf({ run: { script: 'old' }, dos: 'a\r\nb\r\n', marked: '\ufeffa\n' })
  await workspace.call('plain', 'write', { path: 'run', content: 'new' })
  expect([await workspace.text('run'), await workspace.isExecutable('run')]).toEqual(['new', true])
  const dos = await workspace.call('plain', 'write', { path: 'dos', content: 'c\nd' })
  expect(dos.text).toBe('replaced dos (2 lines, its CRLF line ends or byte order mark kept)')
  expect(await workspace.text('dos')).toBe('c\r\nd')
  await workspace.call('plain', 'write', { path: 'dos', content: 'c\r\nd\n' })
  expect(await workspace.text('dos')).toBe('c\r\nd\n')
  await workspace.call('plain', 'write', { path: 'marked', content: 'b\n' })
  expect(await workspace.text('marked')).toBe('\ufeffb\n')
})

test('a binary file may be replaced as a whole', async () => {
  const workspace = await workspaceOf({ a: Buffer.from([0, 1, 2]) })
  expect((await workspace.call('plain', 'write', { path: 'a', content: 'text' })).text).toBe('replaced a (1 line)')
})

test('writing what is there already moves nothing', async () => {
  const workspace = await workspaceOf({ a: 'x' })
  const result = await workspace.call('plain', 'write', { path: 'a', content: 'x' })
  expect(result).toEqual({ text: 'a already had this content', outcome: 'ok' })
})

test('a symlink is written through, a directory is not, and a file cannot become a directory', async () => {
  const workspace = await workspaceOf({ link: { link: 'dir/real' }, 'dir/real': 'x' })
  await workspace.call('plain', 'write', { path: 'link', content: 'y' })
  expect(await workspace.text('dir/real')).toBe('y')
  const write = async (path: string) => await workspace.call('plain', 'write', { path, content: '' })
  expect(await write('dir')).toEqual({ text: 'dir is a directory', outcome: 'error' })
  expect(await write('dir/real/x')).toMatchObject({ outcome: 'error', text: expect.stringContaining('is a file') })
  expect(await write('')).toMatchObject({ outcome: 'error' })
})

test('the second mount is written where it is, and a read-only one is not', async () => {
  const workspace = await new TestWorkspace().mount('/workspace', {})
  await workspace.mount('/lib', { a: '' })
  await workspace.mount('/docs', {}, true)
  const written = await workspace.call('plain', 'write', { path: '/lib/b', content: 'x' })
  expect(written.moves?.map((move) => move.path)).toEqual(['/lib'])
  expect(written.text).toBe('created /lib/b (1 line)')
  const refused = await workspace.call('plain', 'write', { path: '/docs/b', content: 'x' })
  expect(refused.text).toContain('/docs/b is in a read-only mount. Mounted: /workspace, /lib, /docs (read-only)')
  expect((await workspace.call('plain', 'write', { path: '/tmp/b', content: 'x' })).text).toContain(
    'outside of the workspace',
  )
})

test('a mount inside of another one is the one that is written', async () => {
  const workspace = await new TestWorkspace().mount('/workspace', {})
  await workspace.mount('/workspace/lib', {})
  const written = await workspace.call('plain', 'write', { path: 'lib/a', content: 'x' })
  expect(written.moves?.map((move) => move.path)).toEqual(['/workspace/lib'])
})

test('what could not be stored as UTF-8 is made storable', async () => {
  const workspace = await workspaceOf({})
  await workspace.call('plain', 'write', { path: 'a', content: 'x\ud800y' })
  expect(await workspace.text('a')).toBe('x\ufffdy')
})
