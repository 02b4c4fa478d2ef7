import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { modelOf } from '../support/cli.ts'
import { answers, runs } from './support/answers.ts'
import { everything, idle, openChat, openRoom, ready, say } from './support/chat.ts'

const script = answers({
  hello: { text: '# Title\n\n**bold** and `code`\n' },
  run: [runs('echo from the command'), { text: 'It ran.' }],
  wipe: { text: 'before \u001b[2J\u001b]0;owned\u0007 after' },
})
const plainArgv = ['chat', '-m', modelOf['anthropic-messages'], '--sandbox', 'none', '--no-mount']

test('--plain prints lines only: no escape sequence moves the cursor or repaints', async () => {
  const room = await openRoom({ script })
  const terminal = room.open({ argv: [...plainArgv, '--plain', '--color', 'never', 'hello'] })
  await terminal.waitFor(/Title[^]*1 turn/)
  say(terminal, 'run')
  await terminal.waitFor(/✓ Bash echo from the command exit 0[^]*It ran\./)
  say(terminal, 'wipe')
  await terminal.waitFor('before ␛[2J␛]0;owned')
  say(terminal, '/cost')
  await terminal.waitFor('3 runs')
  say(terminal, '/quit')
  expect(await terminal.exited).toEqual({ code: 0, signal: null })
  expect(terminal.raw()).not.toContain('\u001b')
})

test('TERM=dumb means --plain, also for attach', async () => {
  const room = await openRoom({ script })
  const terminal = room.open({ argv: [...plainArgv, 'hello'], env: { TERM: 'dumb' } })
  await terminal.waitFor(/Title[^]*1 turn/)
  const other = room.open({ argv: ['attach'], env: { TERM: 'dumb' } })
  await other.waitFor(/Title[^]*1 turn/)
  say(other, 'run')
  await terminal.waitFor('It ran.')
  await other.waitFor('It ran.')
  for (const one of [terminal, other]) {
    say(one, '/quit')
    expect(await one.exited).toEqual({ code: 0, signal: null })
    expect(one.raw()).not.toContain('\u001b')
  }
})

test('Ctrl+C in --plain interrupts a run, and twice leaves', async () => {
  const stalled = answers({ wait: { fault: { type: 'cut', at: 'before-headers', how: 'stall' } } })
  const room = await openRoom({ script: stalled })
  const terminal = room.open({ argv: [...plainArgv, '--plain', 'wait'] })
  await terminal.waitFor('› wait')
  await expect.poll(() => room.mock.requests.length).toBe(1)
  terminal.press('ctrl+c')
  await terminal.waitFor(/interrupted · /)
  terminal.press('ctrl+c')
  await terminal.waitFor('Ctrl+C again, or /quit, leaves')
  terminal.press('ctrl+c')
  await terminal.exited
})

test('NO_COLOR: no colours at all, structure by marks, and the live region works the same', async () => {
  const { terminal } = await openChat({ script, env: { NO_COLOR: '1' } })
  say(terminal, 'hello')
  await terminal.waitFor(/# Title[^]*\*\*bold\*\*[^]*`code`/)
  await idle(terminal)

  expect(terminal.raw()).not.toMatch(/\u001b\[[\d;]*m/)
})

test('a light theme has no yellow and no cyan on white', async () => {
  const { terminal } = await openChat({ script, config: { theme: 'light' } })
  say(terminal, 'hello')
  await terminal.waitFor('Title')
  await idle(terminal)

  expect(terminal.raw()).not.toMatch(/\u001b\[(33|36)m/)
  expect(terminal.raw()).toContain('\u001b[34m')
})

test('a terminal that says its ground is light gets the light theme by itself', async () => {
  const { terminal } = await openChat({ script, env: { COLORFGBG: '0;15' } })
  say(terminal, 'hello')
  await terminal.waitFor('Title')
  expect(terminal.raw()).toContain('\u001b[34m')
})

test('the title is the directory, then the name of the session, with a mark while something runs', async () => {
  const { terminal } = await openChat({ script })
  await terminal.waitFor(() => terminal.raw().includes('\u001b]2;repo\u0007'))
  say(terminal, '/rename my work')
  await terminal.waitFor('will be called my work')
  await terminal.waitFor(() => terminal.raw().includes('\u001b]2;my work\u0007'))
  say(terminal, 'hello')
  await terminal.waitFor('Title')
  await idle(terminal)
  await terminal.waitFor(() => /\u001b\]2;● my work\u0007[^]*\u001b\]2;my work\u0007/.test(terminal.raw()))
})

test('a bell rings when a run of more than so many seconds ends, and not with bell: false', async () => {
  const bells = (raw: string) => raw.replace(/\u001b\][^\u0007]*\u0007/g, '').split('\u0007').length - 1
  const loud = await openChat({ script, config: { bell: 0 } })
  say(loud.terminal, 'hello')
  await loud.terminal.waitFor('Title')
  await loud.terminal.waitFor(() => bells(loud.terminal.raw()) === 1)
  const quiet = await openChat({ script, config: { bell: false } })
  say(quiet.terminal, 'hello')
  await quiet.terminal.waitFor('Title')
  await idle(quiet.terminal)
  expect(bells(quiet.terminal.raw())).toBe(0)
})

test('keys are rebound in the config: the new key does it, the old one does not, and ? lists them', async () => {
  const keys = { send: 'ctrl+s', newline: ['enter'], 'show-keys': 'ctrl+x' }
  const { terminal, mock } = await openChat({ script, config: { keys } })
  terminal.type('first')
  terminal.press('enter')
  terminal.type('second')
  await terminal.waitFor('› first\n  second')
  expect(mock.requests).toHaveLength(0)
  terminal.press('ctrl+s')
  await terminal.waitFor('Very well.')
  await idle(terminal)
  terminal.press('ctrl+x')
  await terminal.waitFor(() => /ctrl\+s +send/.test(everything(terminal)))
  expect(everything(terminal)).toMatch(/enter +new line/)
})

test('a mistake in the keys is refused with the file, the key and what was meant', async () => {
  const room = await openRoom({})
  const file = join(room.desk.home, 'config', 'config.json')
  writeFileSync(
    file,
    JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), keys: { sned: 'ctrl+s' } }),
  )
  const terminal = room.open()
  expect((await terminal.exited).code).toBe(2)
  expect(terminal.screen().replace(/\n/g, ' ')).toMatch(
    /error: .*config\.json: keys has no action "sned"; did you mean send\?/,
  )
})

test('at 40x15 help, notes and questions are wrapped, and nothing is cut off without a sign', async () => {
  const { terminal } = await openChat({ script, size: [40, 15] })
  await ready(terminal)
  say(terminal, '/help')
  await terminal.waitFor(/completes it/)
  expect(everything(terminal).replace(/\s+/g, ' ')).toContain('leave; what runs goes on in the background')
})
