import { expect, test } from 'vitest'
import { modelOf, openDesk } from '../support/cli.ts'
import { openTerminal } from '../support/terminal.ts'
import { ask, idle, openRoom, ready, say } from './support/chat.ts'

test('without a key the first run offers the demo, and the chat begins with it', async () => {
  const desk = openDesk({ 'notes.txt': 'one\n' })
  const terminal = openTerminal({ argv: ['chat'], env: desk.env, cwd: desk.directory })
  await terminal.waitFor('Which provider answers?')
  // Up from the first is the last.
  await terminal.waitFor(/● Anthropic[^]*try the demo/)
  terminal.press('up')
  await terminal.waitFor(/● try the demo/)
  terminal.press('enter')
  await terminal.waitFor(/› say what to do[^]*scripted/)
  await ask(terminal, 'hello')
  say(terminal, '/quit')
  expect((await terminal.exited).code).toBe(0)
})

test.each(['ctrl+c', 'escape'])(
  'the first run is left with %s: nothing is stored, and it was interrupted',
  async (key) => {
    const desk = openDesk()
    const terminal = openTerminal({ argv: ['chat'], env: desk.env, cwd: desk.directory })
    await terminal.waitFor('Which provider answers?')
    terminal.press(key)
    expect((await terminal.exited).code).toBe(130)
    expect(terminal.screen()).toContain('Nothing was stored')
  },
)

test.each([['chat'], ['attach'], ['chat', 'hello', '--plain'], ['-c'], ['--continue'], ['-m', 'demo/scripted']])(
  '%s without a terminal asks nothing and ends with 2',
  async (...argv) => {
    const { desk } = await openRoom()
    const before = await desk.run(['run', '-m', modelOf['anthropic-messages'], 'something to attach to'])
    expect(before.code).toBe(0)
    const ended = await desk.run(argv)
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toMatch(/^error: this needs a terminal; lightspeed run works in a pipe/)
  },
)

test('the bare lightspeed on a terminal is a chat, and in a pipe the help', async () => {
  const { open, desk } = await openRoom({ config: { model: modelOf['anthropic-messages'], sandbox: 'none' } })
  const terminal = open({ argv: [] })
  await ready(terminal)
  await ask(terminal, 'hello')
  expect(terminal.screen()).toContain('Very well.')
  const piped = await desk.run([])
  expect(piped.stdout + piped.stderr).toContain('chat')
  expect(piped.stdout).not.toContain('›')
})

test('the prompt behind chat is said at once', async () => {
  const { open } = await openRoom()
  const terminal = open({ more: ['what', 'is', 'this?'] })
  await terminal.waitFor(/› what is this\?[^]*Very well\.[^]*1 turn/)
})

test('a session chosen in lightspeed sessions is opened as a chat', async () => {
  const { open, desk } = await openRoom({ config: { sandbox: 'none' } })
  expect((await desk.run(['run', '-m', modelOf['anthropic-messages'], 'the words of yesterday'])).code).toBe(0)
  const terminal = open({ argv: ['sessions'] })
  await terminal.waitFor('the words of yesterday')
  terminal.press('enter')
  await terminal.waitFor(/› the words of yesterday[^]*› say what to do/)
  await idle(terminal)
  await ask(terminal, 'and today?')
})

test('attach without any session says what to do, with 2', async () => {
  const { open } = await openRoom()
  const terminal = open({ argv: ['attach'] })
  expect((await terminal.exited).code).toBe(2)
  expect(terminal.screen()).toMatch(/^error: /m)
})

test('a long error ends its lines between words on a narrow terminal', async () => {
  const terminal = openTerminal({ argv: ['chat', '--sandbox', 'everything'], columns: 30 })
  expect((await terminal.exited).code).toBe(2)
  expect(terminal.raw()).toMatch(/^error: /)
  for (const line of terminal.raw().trimEnd().split('\r\n')) expect(line.length).toBeLessThanOrEqual(30)
  expect(terminal.raw().trimEnd().split('\r\n').length).toBeGreaterThan(1)
})
