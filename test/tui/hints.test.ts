import { expect, test } from 'vitest'
import { idle, say, sharedChat } from './support/chat.ts'

const keys = { 'show-keys': 'ctrl+y', interrupt: 'ctrl+x', expand: null, queue: null, yank: null }
const chat = sharedChat(() => ({ size: [40, 15], config: { keys } }))

test('at 40 columns what keys do is said in whole words, with the keys that are bound', async () => {
  const { terminal } = chat()
  await terminal.waitFor(/^› say what to do; Ctrl\+Y for keys$/m)
  say(terminal, '!echo begun; sleep 60')
  await terminal.waitFor(/^› Enter queues, Ctrl\+X stops it$/m)
  terminal.press('ctrl+x')
  await idle(terminal)
})

test('the / menu takes the rows that are free', async () => {
  const { terminal } = chat()
  terminal.type('/')
  await terminal.waitFor((screen) => screen.match(/^[› ] \/\w+/gm)?.length === 8)
  terminal.press('ctrl+c')
  await idle(terminal)
})

test('/sessions in the only session says that there is no other one', async () => {
  const { terminal } = chat()
  say(terminal, '/sessions')
  await terminal.waitFor(/there is no other session[^]*\n0 others[^]*Esc leaves$/)
  terminal.press('escape')
  await idle(terminal)
})

test('the second Ctrl+C leaves only right after the first one', async () => {
  const { terminal } = chat()
  terminal.press('ctrl+c')
  await terminal.waitFor('Ctrl+C again leaves')
  terminal.type('x')
  await terminal.waitFor(/^› x$/m)
  terminal.press('backspace')
  await idle(terminal)
  terminal.press('ctrl+c')
  await terminal.waitFor('Ctrl+C again leaves')
  terminal.press('ctrl+c')
  expect((await terminal.exited).code).toBe(0)
})
