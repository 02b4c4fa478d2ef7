import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Reply } from '../support/mock-provider/script.ts'
import { answers } from './support/answers.ts'
import { idle, openChat, say, statusLine } from './support/chat.ts'

const write = (path: string, content: string): Reply => ({
  calls: [{ name: 'Write', args: { file_path: `/workspace/${path}`, content } }],
})
const edit = (path: string, before: string, after: string): Reply => ({
  calls: [
    { name: 'Read', args: { file_path: `/workspace/${path}` } },
    { name: 'Edit', args: { file_path: `/workspace/${path}`, old_string: before, new_string: after } },
  ],
})

test('/diff shows what is not on disk, /apply writes it, and the status forgets it', async () => {
  const script = answers({ go: [edit('a.txt', 'two', 'three'), write('new.txt', 'fresh\n'), { text: 'Ready.' }] })
  const { terminal, desk } = await openChat({ script, files: { 'a.txt': 'one\ntwo\n' } })
  say(terminal, 'go')
  await terminal.waitFor('Ready.')
  await terminal.waitFor(() => statusLine(terminal).includes('2 unapplied'))
  expect(readFileSync(join(desk.directory, 'a.txt'), 'utf8')).toBe('one\ntwo\n')
  say(terminal, '/diff')
  await terminal.waitFor((screen) => /^a\.txt$/m.test(screen) && /^new\.txt/m.test(screen))
  say(terminal, '/apply')
  await terminal.waitFor('2 files written to disk')
  expect(readFileSync(join(desk.directory, 'a.txt'), 'utf8')).toBe('one\nthree\n')
  expect(readFileSync(join(desk.directory, 'new.txt'), 'utf8')).toBe('fresh\n')
  await terminal.waitFor(() => !/to apply|unapplied/.test(statusLine(terminal)))
  say(terminal, '/apply')
  await terminal.waitFor('nothing to apply')
})

test('a file that changed on disk meanwhile is a conflict: it is shown and left alone, the others are written', async () => {
  const script = answers({ go: [edit('a.txt', 'two', 'three'), write('b.txt', 'ours\n'), { text: 'Ready.' }] })
  const { terminal, desk } = await openChat({ script, files: { 'a.txt': 'one\ntwo\n' } })
  say(terminal, 'go')
  await terminal.waitFor('Ready.')
  await idle(terminal)
  writeFileSync(join(desk.directory, 'a.txt'), 'one\nmine\n')
  say(terminal, '/apply')
  await terminal.waitFor(/conflict: a\.txt .*left as it is/)
  await terminal.waitFor('1 conflict left')
  expect(readFileSync(join(desk.directory, 'a.txt'), 'utf8')).toBe('one\nmine\n')
  expect(readFileSync(join(desk.directory, 'b.txt'), 'utf8')).toBe('ours\n')
  await terminal.waitFor(() => statusLine(terminal).includes('1 unapplied'))
})

test('files that run code are asked for: n leaves them, y writes them, and no key goes into the input', async () => {
  const script = answers({ go: [write('.envrc', 'export A=1\n'), write('ok.txt', 'x\n'), { text: 'Ready.' }] })
  const { terminal, desk } = await openChat({ script, files: { 'a.txt': 'one\n' } })
  say(terminal, 'go')
  await terminal.waitFor('Ready.')
  await idle(terminal)
  say(terminal, '/apply')
  await terminal.waitFor(/write \.envrc too\? They can run code\. \[y\/n\]/)
  terminal.type('xn')
  await idle(terminal)
  expect(existsSync(join(desk.directory, 'ok.txt'))).toBe(true)
  expect(existsSync(join(desk.directory, '.envrc'))).toBe(false)
  say(terminal, '/apply .envrc')
  await terminal.waitFor('[y/n]')
  terminal.type('y')
  await terminal.waitFor(/wrote .*\.envrc/)
  expect(readFileSync(join(desk.directory, '.envrc'), 'utf8')).toBe('export A=1\n')
})
