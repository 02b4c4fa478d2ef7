import fc from 'fast-check'
import { expect, test } from 'vitest'
import { replaceText } from '../../../vfs/tools/replace-text.ts'
import { TestWorkspace, workspaceOf, type FileSpecs } from './workspace.ts'

async function edit(files: FileSpecs, input: Record<string, unknown>) {
  const workspace = await workspaceOf(files)
  const result = await workspace.call('anthropic', 'Edit', { file_path: 'a', ...input })
  return { ...result, after: await workspace.text('a'), workspace }
}

test('one exact occurrence is replaced and shown with its surroundings', async () => {
  const result = await edit({ a: '1\n2\n3\n4\n5\n6\n7\n' }, { old_string: '4', new_string: 'four\nand more' })
  expect(result.after).toBe('1\n2\n3\nfour\nand more\n5\n6\n7\n')
  expect(result.outcome).toBe('ok')
  expect(result.text).toBe(
    [
      'edited a: 1 replaced',
      '     2\t2',
      '     3\t3',
      '     4\tfour',
      '     5\tand more',
      '     6\t5',
      '     7\t6',
    ].join('\n'),
  )
})

test('a missing text is explained: white space, line numbers, the nearest line', async () => {
  const files = { a: 'function add(a, b) {\n\treturn a + b\n}\n' }
  const error = async (old_string: string) => (await edit(files, { old_string, new_string: 'x' })).text
  expect(await error('    return a + b\n}')).toBe(
    'nothing was changed: old_string is not in a. lines 2-3 would match but for white space; exactly: "\\treturn a + b", "}"',
  )
  expect(await error('     2\t\treturn a - b')).toContain('Leave out the line numbers')
  expect(await error('function add(a, c) {')).toContain('The nearest is line 1: "function add(a, b) {"')
  expect(await error('zzz')).toBe('nothing was changed: old_string is not in a.')
})

test('several occurrences are an error that counts them, unless all are meant', async () => {
  const files = { a: 'x\ny\nx\n' }
  const refused = await edit(files, { old_string: 'x', new_string: 'z' })
  expect(refused).toMatchObject({ outcome: 'error', after: 'x\ny\nx\n' })
  expect(refused.moves).toBeUndefined()
  expect(refused.text).toContain('old_string is in a 2 times (lines 1, 3); add lines around it')
  const all = await edit(files, { old_string: 'x', new_string: 'z', replace_all: true })
  expect(all.after).toBe('z\ny\nz\n')
  expect(all.text).toContain('edited a: 2 replaced')
  expect((await edit({ a: 'aaa' }, { old_string: 'aa', new_string: 'b' })).text).toContain('2 times')
})

test('replacing a text by itself, or nothing in a file that has text, is an error', async () => {
  expect((await edit({ a: 'x' }, { old_string: 'x', new_string: 'x' })).text).toContain('are the same')
  expect((await edit({ a: 'x' }, { old_string: '', new_string: 'y' })).text).toContain(
    'old_string is empty, and a is not',
  )
  expect((await edit({ a: '😀' }, { old_string: '\ud83d', new_string: 'y' })).text).toContain('half of a character')
})

test('an empty old text makes a new file', async () => {
  const result = await edit({}, { old_string: '', new_string: 'new\n' })
  expect(result.text).toBe('created a\n     1\tnew')
  expect(result.after).toBe('new\n')
  expect((await edit({}, { old_string: 'x', new_string: 'new' })).text).toBe('a does not exist')
})

test('LF from the model matches CRLF in the file, and the file keeps its line ends', async () => {
  const files = { a: 'one\r\ntwo\r\nthree\r\n' }
  expect((await edit(files, { old_string: 'one\ntwo', new_string: 'one\n1.5\ntwo' })).after).toBe(
    'one\r\n1.5\r\ntwo\r\nthree\r\n',
  )
  expect((await edit(files, { old_string: 'two', new_string: '2\n2.5' })).after).toBe('one\r\n2\r\n2.5\r\nthree\r\n')
  expect((await edit(files, { old_string: 'one\r\ntwo', new_string: 'one\ntwo' })).after).toBe('one\ntwo\r\nthree\r\n')
  expect((await edit({ a: 'one\ntwo\n' }, { old_string: 'one\r\ntwo', new_string: '1\r\n2' })).after).toBe('1\n2\n')
})

test('a mixed file keeps the line ends of every line that is not replaced', async () => {
  const files = { a: 'a\r\nb\nc\r\nd\n' }
  expect((await edit(files, { old_string: 'b\nc', new_string: 'B\nC' })).after).toBe('a\r\nB\nC\r\nd\n')
  expect((await edit(files, { old_string: 'a\nb', new_string: 'a\nx\nb' })).after).toBe('a\r\nx\r\nb\nc\r\nd\n')
})

test('a missing last line end, a byte order mark and the executable bit stay', async () => {
  expect((await edit({ a: 'x\ny' }, { old_string: 'y', new_string: 'z' })).after).toBe('x\nz')
  expect((await edit({ a: '\ufeffx\n' }, { old_string: 'x', new_string: 'z' })).after).toBe('\ufeffz\n')
  const script = await edit({ a: { script: '#!/bin/sh\n' } }, { old_string: 'sh', new_string: 'bash' })
  expect(await script.workspace.isExecutable('a')).toBe(true)
})

test('a symlink is edited where it leads, and stays a symlink', async () => {
  const workspace = await workspaceOf({ a: { link: 'real' }, real: 'x' })
  await workspace.call('anthropic', 'Edit', { file_path: 'a', old_string: 'x', new_string: 'y' })
  expect(await workspace.text('real')).toBe('y')
  await expect(workspace.text('a')).rejects.toThrow('symbolic link')
})

test('binary files, directories and read-only mounts are refused', async () => {
  const bytes = Buffer.from([0x66, 0x6f, 0xff, 0x6f])
  expect((await edit({ a: bytes }, { old_string: 'f', new_string: 'g' })).text).toBe(
    'a is not valid UTF-8 (4 bytes); it cannot be edited as text',
  )
  expect((await edit({ a: Buffer.from('f\0o') }, { old_string: 'f', new_string: 'g' })).text).toContain('a binary file')
  expect(
    (await (await workspaceOf({ 'd/x': '' })).call('plain', 'edit', { path: 'd', old_string: 'a', new_string: 'b' }))
      .text,
  ).toBe('d is a directory')
  const workspace = await new TestWorkspace().mount('/docs', { a: 'x' }, true)
  const refused = await workspace.call('plain', 'edit', { path: 'a', old_string: 'x', new_string: 'y' })
  expect(refused).toEqual({
    text: 'a is in a read-only mount. Mounted: /docs (read-only); relative paths start at /docs.',
    outcome: 'error',
  })
})

test('several edits apply in order, each to the result of the one before', async () => {
  const workspace = await workspaceOf({ a: 'one\ntwo\n' })
  const edits = [
    { old_string: 'one', new_string: 'two' },
    { old_string: 'two', new_string: '2', replace_all: true },
  ]
  const result = await workspace.call('anthropic', 'MultiEdit', { file_path: 'a', edits })
  expect(result.text).toBe('edited a: 3 replaced\n     1\t2\n     2\t2')
  expect(await workspace.text('a')).toBe('2\n2\n')
})

test('when one of several edits fails nothing is changed and it is named', async () => {
  const workspace = await workspaceOf({ a: 'one\n' })
  const edits = [
    { old_string: 'one', new_string: 'two' },
    { old_string: 'one', new_string: 'three' },
  ]
  const result = await workspace.call('plain', 'multi_edit', { path: 'a', edits })
  expect(result.text).toContain('nothing was changed: edit 2 of 2: old_string is not in a.')
  expect(await workspace.text('a')).toBe('one\n')
})

const chars = fc.constantFrom('a', 'b', '\n', '\r\n', ' ', '😀')
const texts = fc.array(chars, { maxLength: 30 }).map((parts) => parts.join(''))
const cases = fc.record({ text: texts, start: fc.nat(), length: fc.nat({ max: 8 }), newText: texts })

/** A piece of a text that does not begin or end inside of a CRLF or a surrogate pair. */
function pieceOf(text: string, start: number, length: number): string {
  const parts = text.match(/\r\n|[\s\S]/gu) ?? []
  const from = parts.length === 0 ? 0 : start % parts.length
  return parts.slice(from, from + Math.max(1, length)).join('')
}

const lf = (text: string) => text.replaceAll('\r\n', '\n')

test('seen with LF only, replacing everywhere is split and join, and other lines keep their bytes', () => {
  fc.assert(
    fc.property(cases, ({ text, start, length, newText }) => {
      const oldText = lf(pieceOf(text, start, length))
      fc.pre(oldText !== '')
      const replaced = replaceText(text, { oldText, newText: lf(newText), everywhere: true })
      expect(replaced.ok && lf(replaced.text)).toBe(lf(text).split(oldText).join(lf(newText)))
      if (!text.includes('\r\n')) expect(replaced.ok && replaced.text).toBe(text.split(oldText).join(lf(newText)))
    }),
    { numRuns: 2000 },
  )
})

test('a single replacement leaves every byte before and after it', () => {
  fc.assert(
    fc.property(cases, ({ text, start, length, newText }) => {
      const oldText = lf(pieceOf(text, start, length))
      fc.pre(oldText !== '')
      const replaced = replaceText(text, { oldText, newText: lf(newText), everywhere: false })
      const occurrences = [...lf(text)].filter((_, at) =>
        lf(text).startsWith(oldText, [...lf(text)].slice(0, at).join('').length),
      )
      expect(replaced.ok).toBe(occurrences.length === 1)
      if (!replaced.ok) {
        expect(replaced.found).toHaveLength(occurrences.length)
        return
      }
      const at = lf(text).indexOf(oldText)
      const before = originalPrefix(text, at)
      const after = text.slice(originalPrefix(text, at + oldText.length).length)
      expect(replaced.text.startsWith(before)).toBe(true)
      expect(replaced.text.endsWith(after)).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

/** The part of the text that shows as the first `length` units of its LF form. */
function originalPrefix(text: string, length: number): string {
  let at = 0
  for (let seen = 0; seen < length; seen += 1) at += text.startsWith('\r\n', at) ? 2 : 1
  return text.slice(0, at)
}
