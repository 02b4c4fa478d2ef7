import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { readPrompt, type StdinReader } from '../../../cli/prompt/prompt.ts'
import { readAll, readUnlessIdle, stdinLimitBytes, type StdinKind } from '../../../cli/prompt/read-stdin.ts'

function stdin(kind: StdinKind, content: string | null): StdinReader & { readonly calls: string[] } {
  const calls: string[] = []
  return {
    calls,
    kind: () => kind,
    readAll: async () => (calls.push('all'), content ?? ''),
    readUnlessIdle: async () => (calls.push('unless idle'), content),
  }
}

test('words alone are the prompt, and a terminal is not read', async () => {
  const terminal = stdin('terminal', null)
  expect(await readPrompt(['fix', 'it'], terminal)).toEqual({ text: 'fix it', note: null })
  expect(terminal.calls).toEqual([])
})

test('what is piped in is put behind the words, marked', async () => {
  expect((await readPrompt(['review'], stdin('stream', 'diff\n'))).text).toBe('review\n\n<stdin>\ndiff\n</stdin>')
  expect((await readPrompt(['review'], stdin('file', 'diff'))).text).toBe('review\n\n<stdin>\ndiff\n</stdin>')
  expect((await readPrompt(['review'], stdin('stream', ' \n'))).text).toBe('review')
})

test('an idle pipe is left alone, and the person is told', async () => {
  const idle = stdin('stream', null)
  expect(await readPrompt(['review'], idle)).toEqual({ text: 'review', note: expect.stringMatching(/not read; add -/) })
  expect(idle.calls).toEqual(['unless idle'])
})

test('- and a missing prompt wait for the end of stdin', async () => {
  const dash = stdin('stream', 'late')
  expect((await readPrompt(['sum up', '-'], dash)).text).toBe('sum up\n\n<stdin>\nlate\n</stdin>')
  const bare = stdin('stream', 'all of it\n')
  expect((await readPrompt([], bare)).text).toBe('all of it')
  expect([...dash.calls, ...bare.calls]).toEqual(['all', 'all'])
  expect((await readPrompt(['-'], stdin('terminal', 'typed'))).text).toBe('typed')
})

test.each([
  [[], 'terminal', null],
  [[], 'none', null],
  [[], 'stream', ' \n'],
  [['  '], 'terminal', null],
] as const)('%j with %s holding %j is no prompt', async (words, kind, content) => {
  await expect(readPrompt(words, stdin(kind, content))).rejects.toThrow(/^no prompt; write lightspeed run/)
})

test('stdin that is no text, or too much, is refused', async () => {
  const stream = (bytes: Uint8Array) => new PassThrough().end(bytes)
  await expect(readAll(stream(Buffer.from([0xff, 0xfe])))).rejects.toThrow(/not UTF-8 text/)
  await expect(readAll(stream(Buffer.from('a\0b')))).rejects.toThrow(/not UTF-8 text/)
  await expect(readAll(stream(Buffer.alloc(stdinLimitBytes + 1, 97)))).rejects.toThrow(/more than 8 MiB/)
  expect(await readAll(stream(Buffer.from('grün')))).toBe('grün')
})

test('a stream counts as idle only when nothing came', async () => {
  const idle = new PassThrough()
  expect(await readUnlessIdle(idle as never)).toBeNull()
  const busy = new PassThrough()
  busy.write('da')
  setTimeout(() => busy.end('ta'), 20)
  expect(await readUnlessIdle(busy as never)).toBe('data')
  expect(await readUnlessIdle(new PassThrough().end() as never)).toBe('')
})
