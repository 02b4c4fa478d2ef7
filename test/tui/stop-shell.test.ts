import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openDoor } from './support/door.ts'
import { clear, count, everything, idle, openChat, openRoom, say, type Chat } from './support/chat.ts'

const door = openDoor()

/** A chat in which a `!` command runs that does not end by itself. */
async function withCommand(): Promise<Chat> {
  const chat = await openChat()
  say(chat.terminal, `!echo at work; ${door.wait}`)
  await chat.terminal.waitFor(/● ! echo at work[^]*at work\n[^]*› Enter queues, Esc stops the command/)
  return chat
}

async function statusOf({ desk }: Chat): Promise<string> {
  return (await desk.run(['sessions', 'list'])).stdout
}

test('Esc stops a ! command, and the next prompt is answered', async () => {
  const { terminal, mock } = await withCommand()
  terminal.press('escape')
  await idle(terminal)
  expect(everything(terminal)).toMatch(/[✗!-] ! echo at work/)
  expect(mock.requests).toHaveLength(0)
  say(terminal, 'hello')
  await terminal.waitFor('Very well.')
})

test('Ctrl+C on an empty input stops a ! command and does not leave', async () => {
  const { terminal } = await withCommand()
  terminal.press('ctrl+c')
  await terminal.waitFor('the command is told to stop; Ctrl+C again leaves')
  await idle(terminal)
})

test('/stop stops a ! command and takes back the prompt and the command that wait', async () => {
  const chat = await withCommand()
  const { terminal, mock } = chat
  say(terminal, 'a prompt that waits')
  await terminal.waitFor('+ next: a prompt that waits')
  say(terminal, '!echo never')
  await terminal.waitFor(/^.*echo never$/m)
  say(terminal, '/stop')
  await idle(terminal)
  expect(count(terminal, 'nothing runs')).toBe(0)
  expect(mock.requests).toHaveLength(0)
  expect(await statusOf(chat)).toContain('idle')
})

test('lightspeed stop stops a ! command of another terminal, and says so', async () => {
  const chat = await withCommand()
  const stopped = await chat.desk.run(['stop'])
  expect(stopped).toMatchObject({ code: 0 })
  expect(stopped.stdout).toContain('stopped command s1')
  await idle(chat.terminal)
  expect(await statusOf(chat)).toContain('idle')
})

test('a lone ! says what it is for, and nothing is sent', async () => {
  const { terminal, mock } = await openChat()
  say(terminal, '!')
  await terminal.waitFor('write a command behind !')
  await clear(terminal, '!')
  say(terminal, 'hello')
  await terminal.waitFor('Very well.')
  expect(mock.requests).toHaveLength(1)
  expect(JSON.stringify(mock.requests[0]?.body)).not.toContain('"!"')
})

test('lightspeed stop settles a ! command whose terminal was killed, and nothing stays abandoned', async () => {
  const chat = await openChat()
  say(chat.terminal, '!echo at work; sleep 4')
  await chat.terminal.waitFor(/● ! echo at work[^]*at work\n/)
  chat.terminal.signal('SIGKILL')
  await chat.terminal.exited
  await expect.poll(() => statusOf(chat)).toContain('abandoned')
  expect(await chat.desk.run(['stop'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('gave up command s1'),
  })
  expect(await statusOf(chat)).toContain('idle')
})

test('Ctrl+C in --plain stops a ! command', async () => {
  const file = `${door.directory}/started`
  const room = await openRoom()
  const terminal = room.open({ more: ['--plain', `!touch ${file}; ${door.wait}`] })
  await expect.poll(() => existsSync(file), { timeout: 10_000 }).toBe(true)
  terminal.press('ctrl+c')
  await terminal.waitFor('interrupted')
  await terminal.waitFor(/[✗!-] ! touch/)
})
