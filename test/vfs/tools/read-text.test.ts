import { expect, test } from 'vitest'
import { createToolset, type OfferedTool } from '../../../core/tools/toolset.ts'
import { runTool } from '../../../core/tools/run-tool.ts'
import { outputPath } from '../../../core/tools/output-path.ts'
import { TestWorkspace, workspaceOf } from './workspace.ts'

test('each dialect numbers lines in its own way', async () => {
  const workspace = await workspaceOf({ 'a.ts': 'one\ntwo\n' })
  expect((await workspace.call('anthropic', 'Read', { file_path: 'a.ts' })).text).toBe('     1\tone\n     2\ttwo')
  expect((await workspace.call('openai', 'read_file', { path: 'a.ts' })).text).toBe('L1: one\nL2: two')
  expect((await workspace.call('plain', 'read', { path: 'a.ts' })).text).toBe('1: one\n2: two')
})

test('absolute, relative and winding paths lead to the same file, and other names of the field work', async () => {
  const workspace = await workspaceOf({ 'src/a.ts': 'x' })
  for (const path of ['/workspace/src/a.ts', 'src/a.ts', './src/../src/a.ts', '../workspace/src/a.ts', 'src//a.ts']) {
    expect((await workspace.call('plain', 'read', { path })).text).toBe('1: x')
  }
  expect((await workspace.call('openai', 'read_file', { file_path: 'src/a.ts' })).text).toBe('L1: x')
  expect((await workspace.call('anthropic', 'Read', { path: 'src/a.ts' })).text).toBe('     1\tx')
})

test('paths outside of the mounts are refused and the mounts named', async () => {
  const workspace = await workspaceOf({ a: '' })
  await workspace.mount('/docs', {}, true)
  const refused = async (path: string) => {
    const result = await workspace.call('plain', 'read', { path })
    expect(result.outcome).toBe('error')
    return result.text
  }
  const mounts = 'Mounted: /workspace, /docs (read-only); relative paths start at /workspace.'
  expect(await refused('/etc/passwd')).toBe(`/etc/passwd is outside of the workspace. ${mounts}`)
  expect(await refused('../secret')).toBe(`../secret is outside of the workspace. ${mounts}`)
  expect(await refused('../../x')).toBe(`../../x leads above the root of the workspace. ${mounts}`)
  expect(await refused('~/.ssh/id_rsa')).toContain('there is no home directory here')
  expect(await refused('/workspace2/a')).toContain('outside of the workspace')
  expect(await refused('a\0b')).toContain('NUL')
  expect(await refused('.git/config')).toContain('.git is never part of the workspace')
  expect((await new TestWorkspace().call('plain', 'read', { path: 'a' })).text).toContain('No directory is mounted')
})

test('a file that is not there is answered with a likely name', async () => {
  const workspace = await workspaceOf({ 'src/parser.ts': '', README: '' })
  const error = async (path: string) => (await workspace.call('plain', 'read', { path })).text
  expect(await error('src/Parsers.ts')).toBe('src/Parsers.ts does not exist. Did you mean src/parser.ts?')
  expect(await error('readme')).toBe('readme does not exist. Did you mean README?')
  expect(await error('src/unrelated')).toBe('src/unrelated does not exist')
  expect(await error('lib/parser.ts')).toBe('lib/parser.ts does not exist: there is no directory lib')
  expect(await error('README/x')).toBe('README/x does not exist: there is no directory README')
})

test('directories, binary files and empty files say what they are', async () => {
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1])
  const workspace = await workspaceOf({ 'src/a': '', 'logo.png': png, 'noise.dat': Buffer.alloc(3000, 0xfe) })
  const read = async (path: string) => await workspace.call('plain', 'read', { path })
  expect(await read('src')).toEqual({
    text: 'src is a directory; list it instead of reading it',
    outcome: 'error',
  })
  expect((await read('.')).text).toContain('. is a directory')
  expect((await read('logo.png')).text).toBe('logo.png is a binary file (8 bytes); it cannot be shown as text')
  expect((await read('noise.dat')).text).toContain('binary file (3 kB)')
  expect(await read('src/a')).toEqual({ text: '[src/a is empty]', outcome: 'ok' })
})

test('a text with a few bytes that are not UTF-8 is shown with a warning', async () => {
  const latin = Buffer.concat([Buffer.from('caf'), Buffer.from([0xe9]), Buffer.from(' au lait, '.repeat(5))])
  const workspace = await workspaceOf({ 'menu.txt': latin })
  const { text, outcome } = await workspace.call('plain', 'read', { path: 'menu.txt' })
  expect(outcome).toBe('ok')
  expect(text).toMatch(/^1: caf\ufffd au lait.*\n\[this file is not valid UTF-8/s)
})

test('pages follow each other without gap or overlap', async () => {
  const lines = Array.from({ length: 4500 }, (_, index) => `l${index + 1}`)
  const workspace = await workspaceOf({ big: `${lines.join('\n')}\n` })
  const seen: string[] = []
  let offset: number | null = 1
  while (offset !== null) {
    const { text } = await workspace.call('plain', 'read', { path: 'big', offset })
    seen.push(...text.split('\n').filter((row) => !row.startsWith('[')))
    const next: string | undefined = /the next begins at offset (\d+)\]$/.exec(text)?.[1]
    offset = next === undefined ? null : Number(next)
  }
  expect(seen).toEqual(lines.map((line, index) => `${index + 1}: ${line}`))
})

test('offset and limit choose lines; 0 is taken as the start, and past the end is an error', async () => {
  const workspace = await workspaceOf({ a: '1\n2\n3\n4' })
  const read = async (page: object) => (await workspace.call('plain', 'read', { path: 'a', ...page })).text
  expect(await read({ offset: 2, limit: 2 })).toBe('2: 2\n3: 3\n[lines 2-3 of 4; the next begins at offset 4]')
  expect(await read({ offset: 0, limit: 1 })).toContain('1: 1\n')
  expect(await read({ offset: 4 })).toBe('4: 4')
  expect(await read({ offset: 5 })).toBe('a has 4 lines; offset 5 is past its end')
})

test('long lines are cut between characters, and a read stays below its bytes', async () => {
  const workspace = await workspaceOf({
    min: `${'😀'.repeat(3000)}\nend\n`,
    wide: `${'漢'.repeat(1900)}\n`.repeat(100),
  })
  const cut = await workspace.call('plain', 'read', { path: 'min' })
  expect(cut.text).toBe(`1: ${'😀'.repeat(1000)} [... 4,000 more characters]\n2: end`)
  const wide = await workspace.call('plain', 'read', { path: 'wide' })
  expect(Buffer.byteLength(wide.text)).toBeLessThan(51_000)
  expect(wide.text).toMatch(/\[lines 1-8 of 100; the next begins at offset 9\]$/)
  expect(wide.outputRef).toBeUndefined()
})

test('CRs and a byte order mark are not shown', async () => {
  const workspace = await workspaceOf({ a: '\ufeffone\r\ntwo\r\n' })
  expect((await workspace.call('plain', 'read', { path: 'a' })).text).toBe('1: one\n2: two')
})

test('symlinks are followed inside the mount only', async () => {
  const workspace = await workspaceOf({
    'src/a.ts': 'x',
    file: { link: 'src/a.ts' },
    directory: { link: 'src' },
    'deep/up': { link: '../directory/a.ts' },
    loop: { link: 'loop' },
    away: { link: '../../etc/passwd' },
    absolute: { link: '/etc/passwd' },
    dangling: { link: 'nowhere' },
  })
  const read = async (path: string) => await workspace.call('plain', 'read', { path })
  for (const path of ['file', 'directory/a.ts', 'deep/up']) expect((await read(path)).text).toBe('1: x')
  for (const path of ['loop', 'away', 'absolute', 'dangling']) expect((await read(path)).outcome).toBe('error')
  expect((await read('loop')).text).toContain('circles')
  expect((await read('absolute')).text).toContain('outside of the workspace')
  expect((await read('dangling')).text).toContain('nowhere does not exist')
})

test('a shortened output can be read to its last byte', async () => {
  const workspace = await workspaceOf({})
  const whole = `${'a line of output\n'.repeat(3000)}${'z'.repeat(30_000)}\nlast`
  const noisy: OfferedTool = {
    spec: { name: 'noisy', description: '', input: { type: 'json', schema: {} } },
    effectClass: 'pure',
    run: async () => ({ text: whole, outcome: 'ok' }),
  }
  const result = await runTool(createToolset([noisy]), { name: 'noisy', args: '{}' }, workspace.context())
  const [, path, from] = /read (\S+) from line (\d+)/.exec(result.text)!
  expect(path).toBe(outputPath(result.outputRef!))
  const lines: string[] = []
  for (let offset = 1; ;) {
    const { text } = await workspace.call('anthropic', 'Read', { file_path: path, offset })
    lines.push(...text.split('\n').filter((row) => !row.startsWith('[')))
    const next = /offset (\d+)\]$/.exec(text)?.[1]
    if (next === undefined) break
    offset = Number(next)
  }
  expect(lines.map((row) => row.slice(7)).join('')).toBe(whole.replaceAll('\n', ''))
  expect(Number(from)).toBeGreaterThan(500)
  const unknown = await workspace.call('anthropic', 'Read', { file_path: `/outputs/${'0'.repeat(64)}` })
  expect(unknown).toMatchObject({ outcome: 'error', text: expect.stringMatching(/no such output/) })
})
