import { expect, test } from 'vitest'
import { everything, openRoom } from './support/chat.ts'

test('lines that are typed before the chat is there are sent one by one, and commands among them run', async () => {
  const { open } = await openRoom()
  const terminal = open()
  terminal.type('one\r/cost\rtwo')
  await terminal.waitFor((screen) => screen.includes('Very well.') && /^› two$/m.test(screen))
  expect(everything(terminal)).toMatch(/^› one$/m)
  terminal.press('ctrl+c')
  await terminal.waitFor('› say what to do')
})

test('what is sent before the chat is there is not lost to a /quit right behind it', async () => {
  const { open } = await openRoom()
  const terminal = open()
  terminal.type('remember me\r/quit\r')
  expect((await terminal.exited).code).toBe(0)
  const next = open({ more: ['-c'] })
  await next.waitFor(/remember me/)
})

test('Ctrl+D before the chat is there leaves it', async () => {
  const { open } = await openRoom()
  const terminal = open()
  terminal.press('ctrl+d')
  expect((await terminal.exited).code).toBe(0)
})
