import { expect, test } from 'vitest'
import { outputPath } from '../../../../core/tools/output-path.ts'
import { grepFiles } from '../../../../vfs/tools/search/grep-files.ts'
import { workspaceOf, type FileSpecs } from '../workspace.ts'

const files: FileSpecs = {
  'src/a.ts': 'import x\nconst one = 1\n// TODO one\nconst two = 2\n',
  'src/b.test.ts': 'const ONE = 1\r\nexport { ONE }\r\n',
  'docs/a.md': '# one\n\nsome text about (one)\n',
  'logo.png': Buffer.from('const one = 1\0'),
  link: { link: 'src/a.ts' },
}

async function grep(input: Record<string, unknown>, specs: FileSpecs = files) {
  const workspace = await workspaceOf(specs)
  return await workspace.call('anthropic', 'Grep', input)
}

async function lines(input: Record<string, unknown>, specs?: FileSpecs) {
  return (await grep({ output_mode: 'content', ...input }, specs)).text.split('\n')
}

test('files, lines and counts are the three ways to answer', async () => {
  expect((await grep({ pattern: 'one' })).text).toBe('docs/a.md\nsrc/a.ts')
  expect(await lines({ pattern: 'const \\w+ = \\d' })).toEqual([
    'src/a.ts:2:const one = 1',
    'src/a.ts:4:const two = 2',
    'src/b.test.ts:1:const ONE = 1',
  ])
  expect((await grep({ pattern: 'one', output_mode: 'count' })).text).toBe('docs/a.md:2\nsrc/a.ts:2')
  expect(await lines({ pattern: 'two', '-n': false })).toEqual(['src/a.ts:const two = 2'])
})

test('case, path and file pattern narrow the search', async () => {
  expect((await grep({ pattern: 'ONE', '-i': true })).text).toBe('docs/a.md\nsrc/a.ts\nsrc/b.test.ts')
  expect((await grep({ pattern: 'ONE', '-i': true, path: 'src' })).text).toBe('src/a.ts\nsrc/b.test.ts')
  expect((await grep({ pattern: 'one', path: '/workspace/docs/a.md' })).text).toBe('docs/a.md')
  expect((await grep({ pattern: 'ONE', '-i': true, glob: '*.ts' })).text).toBe('src/a.ts\nsrc/b.test.ts')
  expect((await grep({ pattern: 'ONE', '-i': true, glob: '!*.test.ts', path: 'src' })).text).toBe('src/a.ts')
  expect((await grep({ pattern: 'one', glob: 'src/**', path: 'src' })).text).toBe('src/a.ts')
  expect((await grep({ pattern: 'absent' })).text).toBe('no match in 3 files')
  expect((await grep({ pattern: 'one', path: 'nowhere' })).outcome).toBe('error')
})

test('context is shown once, with gaps marked', async () => {
  const a = 'one\n2\n3\n4\n5\none\none\n8\n'
  expect(await lines({ pattern: 'one', '-C': 1 }, { a, b: 'one\n' })).toEqual([
    'a:1:one',
    'a-2-2',
    '--',
    'a-5-5',
    'a:6:one',
    'a:7:one',
    'a-8-8',
    '--',
    'b:1:one',
  ])
  expect(await lines({ pattern: '4', '-B': 2 }, { a })).toEqual(['a-2-2', 'a-3-3', 'a:4:4'])
  expect(await lines({ pattern: '4', '-A': 1 }, { a })).toEqual(['a:4:4', 'a-5-5'])
})

test('the number of rows is limited and the limit said', async () => {
  const a = 'x\n'.repeat(600)
  expect((await lines({ pattern: 'x' }, { a })).at(-1)).toBe('[the first 250; narrow the search to see others]')
  expect(await lines({ pattern: 'x', head_limit: 2 }, { a })).toEqual([
    'a:1:x',
    'a:2:x',
    '[the first 2; narrow the search to see others]',
  ])
  expect(await lines({ pattern: 'x', head_limit: 2 }, { a: 'x\nx\n' })).toEqual(['a:1:x', 'a:2:x'])
  expect(await lines({ pattern: 'x', head_limit: 0 }, { a })).toHaveLength(600)
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`f${index}`, 'x']))
  expect((await grep({ pattern: 'x' }, many)).text.split('\n')).toHaveLength(251)
})

test('the syntax of ripgrep is understood', async () => {
  const a = 'Hello World\nfoo(bar)\nä ö\ntab\there\n'
  const matched = async (pattern: string) => (await lines({ pattern }, { a })).map((row) => row.split(':')[1])
  expect(await matched('(?i)hello')).toEqual(['1'])
  expect(await matched('(?P<word>o)\\s(?P<next>W)')).toEqual(['1'])
  expect(await matched('foo\\(bar\\)')).toEqual(['2'])
  expect(await matched('^[[:alpha:]]+\\(')).toEqual(['2'])
  expect(await matched('[^[:space:][:alpha:]()]')).toEqual(['3'])
  expect(await matched('\\p{Ll}\\s\\p{Ll}')).toEqual(['3', '4'])
  expect(await matched('\\x{e4}')).toEqual(['3'])
  expect(await matched('\\Atab\\t')).toEqual(['4'])
  expect(await matched('World\\z')).toEqual(['1'])
  expect(await matched('interface{}|"foo\\-|foo')).toEqual(['2'])
})

test('an invalid pattern is explained', async () => {
  const result = await grep({ pattern: 'foo(' })
  expect(result.outcome).toBe('error')
  expect(result.text).toBe(
    '"foo(" is not a valid regular expression: Unterminated group; escape characters such as ( ) [ ] { } with a backslash to find them literally',
  )
})

test('lines end before CRs, and a pattern for lines never spans two', async () => {
  expect(await lines({ pattern: '1$' }, { a: 'x1\r\ny1\n' })).toEqual(['a:1:x1', 'a:2:y1'])
  expect(await lines({ pattern: 'x\\sy' }, { a: 'x\ny\n' })).toEqual(['no match in 1 files'])
})

test('a multi-line pattern spans lines', async () => {
  const a = 'function f(\r\n  x,\r\n) {\r\n}\r\nf()\r\n'
  expect(await lines({ pattern: 'f\\(.*?\\) \\{', multiline: true }, { a })).toEqual([
    'a:1:function f(',
    'a:2:  x,',
    'a:3:) {',
  ])
  expect(await lines({ pattern: '^', multiline: true, head_limit: 2 }, { a: '1\n2\n' })).toEqual(['a:1:1', 'a:2:2'])
  expect((await grep({ pattern: 'f', multiline: true, output_mode: 'count' }, { a })).text).toBe('a:3')
})

test('very long lines are skipped and said; long ones are cut around the match', async () => {
  const a = `${'a'.repeat(70_000)}needle\n${'b'.repeat(1000)}needle${'😀'.repeat(500)}\n`
  const [row = '', note] = await lines({ pattern: 'needle' }, { a })
  expect(row).toMatch(/^a:2:\[\.\.\.\]b{100}needle(😀)+\[\.\.\.\]$/u)
  expect(note).toBe('[1 line over 64 kB not searched]')
})

test('a pattern that backtracks for ever is stopped, and what was found before is kept', async () => {
  const evil = `${'a'.repeat(40)}b`
  const search = async (specs: FileSpecs) => {
    const how = { show: 'files', ignoreCase: false, multiline: false, lineNumbers: true, before: 0, after: 0 } as const
    return await grepFiles({ ...how, pattern: '(a+)+$', limit: 250 }, (await workspaceOf(specs)).context(), 50)
  }
  await expect(search({ evil })).rejects.toThrow('stopped at evil after 0.05 s: the pattern is too slow')
  expect((await search({ easy: 'aaa', evil })).text).toMatch(/^easy\n\[stopped at evil/)
})

test('a shortened output can be searched', async () => {
  const workspace = await workspaceOf({})
  const path = outputPath(workspace.blobs.put(Buffer.from('ok 1\nnot ok 2\nok 3\n')))
  const result = await workspace.call('plain', 'grep', { pattern: '^not', path })
  expect(result.text).toBe(`${path}:2:not ok 2`)
})

test('each dialect has the same search', async () => {
  const workspace = await workspaceOf(files)
  const openai = await workspace.call('openai', 'grep_files', { pattern: 'one', include: '*.ts', path: 'src' })
  expect(openai.text).toBe('src/a.ts:2:const one = 1\nsrc/a.ts:3:// TODO one')
  const plain = await workspace.call('plain', 'grep', { pattern: 'TODO', context: 1, ignore_case: true })
  expect(plain.text).toBe('src/a.ts-2-const one = 1\nsrc/a.ts:3:// TODO one\nsrc/a.ts-4-const two = 2')
})
