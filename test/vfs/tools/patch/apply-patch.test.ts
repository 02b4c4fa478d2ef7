import { expect, test } from 'vitest'
import { TestWorkspace, workspaceOf, type FileSpecs } from '../workspace.ts'

/** Applies the lines between begin and end. */
async function patch(files: FileSpecs, lines: readonly string[]) {
  const workspace = await workspaceOf(files)
  const text = ['*** Begin Patch', ...lines, '*** End Patch'].join('\n')
  const result = await workspace.call('openai', 'apply_patch', text)
  return { ...result, workspace, after: await workspace.text('a').catch(() => null) }
}

test('files are added, changed, moved and deleted by one patch', async () => {
  const { text, workspace } = await patch({ a: '1\n2\n3\n', old: 'x\ny\n', gone: '', 'b/run': { script: 'go\n' } }, [
    '*** Add File: new/file.ts',
    '+one',
    '+',
    '+two',
    '*** Update File: a',
    '@@',
    ' 1',
    '-2',
    '+two',
    '*** Update File: old',
    '*** Move to: moved/new',
    '@@',
    '-x',
    '+X',
    '*** Delete File: gone',
    '*** Update File: b/run',
    '*** Move to: b/walk',
  ])
  expect(text.split('\n').slice(0, 6)).toEqual([
    'updated files:',
    'A new/file.ts',
    'M a',
    'M old -> moved/new',
    'D gone',
    'M b/run -> b/walk',
  ])
  expect(text).toContain('L1: 1\nL2: two\nL3: 3')
  expect(await workspace.paths()).toEqual(['a', 'b/walk', 'moved/new', 'new/file.ts'])
  expect(await workspace.text('new/file.ts')).toBe('one\n\ntwo\n')
  expect(await workspace.text('a')).toBe('1\ntwo\n3\n')
  expect(await workspace.text('moved/new')).toBe('X\ny\n')
  expect(await workspace.isExecutable('b/walk')).toBe(true)
})

test('when one file does not fit, no file is changed', async () => {
  const { outcome, moves, text, workspace } = await patch({ a: '1\n', b: 'x\n' }, [
    '*** Add File: c',
    '+c',
    '*** Update File: a',
    '@@',
    '-1',
    '+2',
    '*** Update File: b',
    '@@',
    '-nothing like it',
    '+y',
  ])
  expect({ outcome, moves }).toEqual({ outcome: 'error', moves: undefined })
  expect(text).toContain('nothing was changed: the hunk at line 9 of the patch does not fit b')
  expect(await workspace.paths()).toEqual(['a', 'b'])
})

test('anchors lead to the right one of several equal places', async () => {
  const body = ['  run() {', '    return 1', '  }']
  const a = ['class A {', ...body, '}', 'class B {', ...body, '}', ''].join('\n')
  const first = await patch({ a }, ['*** Update File: a', '@@ class B {', '-    return 1', '+    return 2'])
  expect(first.after).toBe(
    ['class A {', ...body, '}', 'class B {', '  run() {', '    return 2', '  }', '}', ''].join('\n'),
  )
  const nested = await patch({ a }, [
    '*** Update File: a',
    '@@ class B',
    '@@   run() {',
    '-    return 1',
    '+    return 3',
  ])
  expect(nested.after).toContain('class B {\n  run() {\n    return 3')
  const repeated = await patch({ a }, ['*** Update File: a', '@@ class B {', ' class B {', '+  // new'])
  expect(repeated.after).toContain('class B {\n  // new\n  run')
  const missing = await patch({ a }, ['*** Update File: a', '@@ class C {', '-    return 1', '+    return 2'])
  expect(missing.text).toContain('names "@@ class C {", which is not in a')
})

test('several hunks apply in order, in any order, and never onto each other', async () => {
  const a = Array.from({ length: 20 }, (_, index) => `line ${index}\n`).join('')
  const hunks = (...numbers: number[]) =>
    numbers.flatMap((n) => ['@@', ` line ${n}`, `-line ${n + 1}`, `+LINE ${n + 1}`])
  for (const order of [
    [2, 8, 15],
    [15, 2, 8],
    [8, 15, 2],
  ]) {
    const { after } = await patch({ a }, ['*** Update File: a', ...hunks(...order)])
    expect(after).toBe(a.replace('line 3', 'LINE 3').replace('line 9', 'LINE 9').replace('line 16', 'LINE 16'))
  }
  expect((await patch({ a }, ['*** Update File: a', ...hunks(2, 2)])).outcome).toBe('error')
  expect((await patch({ a }, ['*** Update File: a', ...hunks(8, 2, 8)])).outcome).toBe('error')
})

test('lines that are only put in go below their anchor, or to the end', async () => {
  const a = 'import x\n\nrun()\n'
  expect((await patch({ a }, ['*** Update File: a', '@@ import x', '+import y'])).after).toBe(
    'import x\nimport y\n\nrun()\n',
  )
  expect((await patch({ a }, ['*** Update File: a', '@@', '+stop()'])).after).toBe('import x\n\nrun()\nstop()\n')
  expect((await patch({ a: '' }, ['*** Update File: a', '+first'])).after).toBe('first\n')
})

test('the end-of-file marker chooses the last of several equal places', async () => {
  const { after } = await patch({ a: 'x\ny\nx\n' }, ['*** Update File: a', '@@', '-x', '+z', '*** End of File'])
  expect(after).toBe('x\ny\nz\n')
})

test('white space is forgiven in what is sought, and stays as it is in what is kept', async () => {
  const a = 'function f() {  \n\treturn 1\n}\n'
  const ends = await patch({ a }, ['*** Update File: a', '@@', ' function f() {', '-\treturn 1', '+\treturn 2'])
  expect(ends.after).toBe('function f() {  \n\treturn 2\n}\n')
  expect(ends.text).not.toContain('indentation')
  const all = await patch({ a }, ['*** Update File: a', '@@', ' function f() {', '-  return 1', '+\treturn 2', ' }'])
  expect(all.after).toBe('function f() {  \n\treturn 2\n}\n')
  expect(all.text).toContain('M a (found only when ignoring indentation: check the result)')
})

test('an exact place is preferred to a similar one above it', async () => {
  const { after } = await patch({ a: '  x\nx\n' }, ['*** Update File: a', '@@', '-x', '+y'])
  expect(after).toBe('  x\ny\n')
})

test('CRLFs and a missing last line end stay', async () => {
  const dos = await patch({ a: 'one\r\ntwo\r\nthree' }, ['*** Update File: a', '@@', ' one', '-two', '+2', '+2.5'])
  expect(dos.after).toBe('one\r\n2\r\n2.5\r\nthree')
  const last = await patch({ a: 'one\ntwo' }, ['*** Update File: a', '@@', ' two', '+three'])
  expect(last.after).toBe('one\ntwo\nthree')
  const removed = await patch({ a: 'one\ntwo' }, ['*** Update File: a', '@@', '-two'])
  expect(removed.after).toBe('one')
  const sent = await patch({ a: 'one\n' }, ['*** Update File: a\r', '@@\r', '-one\r', '+1\r'])
  expect(sent.after).toBe('1\n')
})

test('a hunk that does not fit is explained', async () => {
  const near = await patch({ a: 'const total = sum(items)\n' }, [
    '*** Update File: a',
    '@@',
    '-const total = sum(item)',
    '+x',
  ])
  expect(near.text).toContain('The nearest is line 1: "const total = sum(items)"')
  const missing = await patch({ abc: '' }, ['*** Update File: abd', '@@', '-x'])
  expect(missing.text).toBe('abd does not exist. Did you mean abc?')
})

test('the sections of a patch see what the ones before did', async () => {
  const { workspace } = await patch({ a: 'x\n', link: { link: 'a' } }, [
    '*** Update File: a',
    '@@',
    '-x',
    '+y',
    '*** Update File: a',
    '@@',
    '-y',
    '+z',
    '*** Delete File: link',
    '*** Add File: link',
    '+no link',
    '*** Add File: tmp',
    '+t',
    '*** Update File: tmp',
    '*** Move to: end',
  ])
  expect(await workspace.paths()).toEqual(['a', 'end', 'link'])
  expect([await workspace.text('a'), await workspace.text('link')]).toEqual(['z\n', 'no link\n'])
  const deleted = await patch({ a: 'x\n' }, ['*** Delete File: a', '*** Update File: a', '@@', '-x', '+y'])
  expect(deleted.text).toBe('a was deleted earlier in this call')
})

test('adding over a file replaces it and says so; moving over one is refused', async () => {
  const added = await patch({ a: { script: 'x' } }, ['*** Add File: a', '+y'])
  expect(added.text).toBe('updated files:\nM a (it was there and is replaced)')
  expect(await added.workspace.isExecutable('a')).toBe(true)
  const moved = await patch({ a: 'x', b: '' }, ['*** Update File: a', '*** Move to: b'])
  expect(moved.text).toContain('b exists already; delete it earlier in the patch')
  const over = await patch({ a: 'x', b: '' }, ['*** Delete File: b', '*** Update File: a', '*** Move to: b'])
  expect(await over.workspace.paths()).toEqual(['b'])
  const same = await patch({ a: 'x\n' }, ['*** Update File: a', '*** Move to: a', '@@', '-x', '+y'])
  expect(same.after).toBe('y\n')
})

test('directories, binary files, read-only mounts and paths outside are refused', async () => {
  expect((await patch({ 'd/x': '' }, ['*** Delete File: d'])).text).toBe('d is a directory')
  expect((await patch({ a: Buffer.from([0]) }, ['*** Update File: a', '@@', '+x'])).text).toContain('a binary file')
  expect((await patch({}, ['*** Add File: ../../etc/x', '+x'])).text).toContain('above the root')
  const workspace = await new TestWorkspace().mount('/docs', { a: '' }, true)
  const text = '*** Begin Patch\n*** Delete File: a\n*** End Patch'
  expect((await workspace.call('openai', 'apply_patch', text)).text).toContain('a is in a read-only mount')
})

test('a binary file can be deleted and moved, and a symlink deleted without what it leads to', async () => {
  const { workspace } = await patch({ a: Buffer.from([0, 255]), link: { link: 'b' }, b: 'x' }, [
    '*** Update File: a',
    '*** Move to: c',
    '*** Delete File: link',
  ])
  expect(await workspace.paths()).toEqual(['b', 'c'])
  expect((await workspace.call('openai', 'read_file', { path: 'c' })).text).toContain('binary file (2 bytes)')
})

test('a patch wrapped in JSON, as for a function tool, is understood', async () => {
  const workspace = await workspaceOf({})
  const input = { input: '*** Begin Patch\n*** Add File: a\n+x\n*** End Patch\n' }
  expect((await workspace.call('openai', 'apply_patch', input)).outcome).toBe('ok')
  expect(await workspace.text('a')).toBe('x\n')
})
