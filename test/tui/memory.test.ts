import { expect, test } from 'vitest'
import { ask, idle, openRoom, ready, say } from './support/chat.ts'
import { draftsOf } from './support/drafts.ts'

test('arrows go through what was sent in an earlier process, and back to what was being written', async () => {
  const room = await openRoom()
  const first = room.open()
  await ready(first)
  say(first, 'the oldest of all')
  await first.waitFor('Very well.')
  await idle(first)
  say(first, '/cost')
  await first.waitFor('1 run,')
  say(first, '/quit')
  await first.exited

  const second = room.open()
  await ready(second)
  second.type('a new thought')
  await second.waitFor('› a new thought')
  second.press('up')
  await second.waitFor(/^› \/quit$/m)
  second.press('up')
  await second.waitFor(/^› \/cost$/m)
  second.press('up')
  await second.waitFor(/^› the oldest of all$/m)
  for (let times = 0; times < 3; times++) second.press('down')
  await second.waitFor(/^› a new thought$/m)
})

test('Ctrl+R finds what was sent in another process by a part of it, and Enter takes it to be changed', async () => {
  const room = await openRoom()
  const first = room.open()
  await ready(first)
  for (const text of ['find the needle here', 'something else', 'the needle again']) {
    await ask(first, text)
  }
  const second = room.open()
  await ready(second)
  second.press('ctrl+r')
  await second.waitFor('search: _')
  second.type('needle')
  await second.waitFor(/› the needle again[^]*search: needle_/)
  second.press('ctrl+r')
  await second.waitFor('› find the needle here')
  second.press('ctrl+r')
  await second.waitFor('nothing further')
  second.press('enter')
  await second.waitFor((screen) => /^› find the needle here$/m.test(screen) && !screen.includes('search:'))
  expect(room.mock.requests).toHaveLength(3)
})

test('Esc leaves the search with the draft as it was', async () => {
  const room = await openRoom()
  const terminal = room.open()
  await ready(terminal)
  say(terminal, 'one that was sent')
  await terminal.waitFor('Very well.')
  await idle(terminal)
  terminal.type('a draft')
  terminal.press('ctrl+r')
  terminal.type('was')
  await terminal.waitFor((screen) => screen.split('› one that was sent').length === 3)
  terminal.press('escape')
  await terminal.waitFor((screen) => /^› a draft$/m.test(screen) && !screen.includes('search:'))
})

test('a draft survives a SIGKILL: the next chat in the directory has it, whole, and it is sent once', async () => {
  const room = await openRoom()
  const first = room.open()
  await ready(first)
  first.type('a draft that nobody sent')
  first.press('alt+enter')
  first.type('with a second line and ')
  first.paste('p\n'.repeat(20))
  await first.waitFor(/\[20 lines\]|\[21 lines\]/)
  // The clock of the draft starts anew with each key: the last state is on disk when the file holds it.
  await expect.poll(() => draftsOf(room.desk).join('\n')).toContain('lines')
  first.signal('SIGKILL')
  await first.exited

  const second = room.open()
  await second.waitFor(/› a draft that nobody sent\n {2}with a second line and \[2\d lines\]/)
  second.press('enter')
  await second.waitFor('Very well.')
  await idle(second)
  expect(JSON.stringify(room.mock.requests[0]?.body)).toContain('second line and p\\np\\np')
  const third = room.open()
  await ready(third)
  expect(third.screen()).toContain('› say what to do')
})
