import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Terminal } from '../support/terminal.ts'
import { answers } from './support/answers.ts'
import { idle, openChat, openRoom, ready, say } from './support/chat.ts'

/** Says that the terminal has the keyboard protocol. Nobody waits long for it: it is there before it is asked for. */
const typed = '\u001b[?0u'

/** Resolves when the keyboard protocol is pushed. */
async function kitty(terminal: Terminal): Promise<void> {
  await terminal.waitFor(() => terminal.raw().includes('\u001b[>1u'))
}

/** Whether what was switched on is off again, told from what was written. */
function expectRestored(terminal: Terminal): void {
  const raw = terminal.raw()
  const last = (on: string, off: string) => raw.lastIndexOf(off) > raw.lastIndexOf(on)
  expect(last('\u001b[?25l', '\u001b[?25h'), 'the cursor is shown').toBe(true)
  expect(last('\u001b[?2004h', '\u001b[?2004l'), 'bracketed paste is off').toBe(true)
  expect(last('\u001b[?2026h', '\u001b[?2026l'), 'no synchronised update is open').toBe(true)
  expect(last('\u001b[22;2t', '\u001b[23;2t'), 'the title is given back').toBe(true)
  if (raw.includes('\u001b[>1u')) expect(last('\u001b[>1u', '\u001b[<u'), 'the keyboard is as it was').toBe(true)
  // No frame was left behind.
  expect(terminal.screen()).not.toMatch(/say what to do|unconfined$/m)
}

/** A shell around the chat, so that the terminal's own settings can be looked at afterwards. */
async function openInShell(script = answers({})) {
  const wrapped =
    'stty -a > before; "$@"; echo "ended with $?"; stty -a > after; cmp before after && echo terminal as before'
  const node = process.execPath
  const { binary, modelOf } = await import('../support/cli.ts')
  const argv = [
    '-c',
    wrapped,
    'sh',
    node,
    binary,
    'chat',
    '-m',
    modelOf['anthropic-messages'],
    '--no-mount',
    '--sandbox',
    'none',
  ]
  return openChat({ program: '/bin/sh', argv, script, typed })
}

test('/quit gives the terminal back as it was', async () => {
  const { terminal } = await openInShell()
  await kitty(terminal)
  say(terminal, 'hello')
  await terminal.waitFor('Very well.')
  await idle(terminal)
  say(terminal, '/quit')
  await terminal.waitFor('terminal as before')
  expect(terminal.screen()).toContain('ended with 0')
  expectRestored(terminal)
})

test('Ctrl+D on an empty input leaves; within a text it deletes', async () => {
  const { terminal } = await openInShell()
  terminal.type('ab')
  terminal.press('left')
  terminal.press('ctrl+d')
  await terminal.waitFor(/^› a$/m)
  terminal.press('backspace')
  await idle(terminal)
  terminal.press('ctrl+d')
  await terminal.waitFor('terminal as before')
  expectRestored(terminal)
})

test('Ctrl+C twice leaves; the first one says so', async () => {
  const { terminal } = await openInShell()
  terminal.press('ctrl+c')
  await terminal.waitFor('Ctrl+C again leaves')
  terminal.press('ctrl+c')
  await terminal.waitFor('terminal as before')
  expectRestored(terminal)
})

test.each([
  ['SIGTERM', 143],
  ['SIGQUIT', 143],
  ['SIGHUP', 0],
  ['SIGINT', 0],
] as const)('%s while an answer streams leaves the terminal as it was, exit code %i', async (signal, code) => {
  const script = answers({
    'go on': { text: 'on and on '.repeat(50), fault: { type: 'cut', at: 'mid-stream', how: 'stall' }, deltaChars: 8 },
  })
  const { terminal } = await openChat({ script, typed })
  await kitty(terminal)
  say(terminal, 'go on')
  await terminal.waitFor('on and on')
  terminal.signal(signal)
  if (signal === 'SIGINT') {
    await terminal.waitFor('Ctrl+C again leaves, the run goes on')
    terminal.signal(signal)
  }
  expect(await terminal.exited).toEqual({ code, signal: null })
  expectRestored(terminal)
  expect(terminal.screen()).toMatch(/lightspeed (attach|chat -r) \w+/)
})

test('SIGTERM ends a chat in plain lines with 143 too', async () => {
  const { open } = await openRoom()
  const terminal = open({ more: ['--plain', 'hello'] })
  await terminal.waitFor(/Very well\.[^]*1 turn/)
  terminal.signal('SIGTERM')
  expect(await terminal.exited).toEqual({ code: 143, signal: null })
  expect(terminal.screen()).toMatch(/lightspeed chat -r \w+/)
})

test('SIGINT is Ctrl+C: it clears what is typed, then says that another one leaves', async () => {
  const { terminal } = await openChat()
  terminal.type('half a draft')
  await terminal.waitFor('› half a draft')
  terminal.signal('SIGINT')
  await idle(terminal)
  expect(terminal.screen()).not.toContain('again leaves')
  terminal.signal('SIGINT')
  await terminal.waitFor('Ctrl+C again leaves')
  terminal.signal('SIGINT')
  expect(await terminal.exited).toEqual({ code: 0, signal: null })
})

test('an internal error is one line with the command that resumes the session, and the terminal is as it was', async () => {
  const defect = fileURLToPath(new URL('support/defect.mjs', import.meta.url))
  const { terminal } = await openChat({ env: { NODE_OPTIONS: `--import=${defect}` }, typed })
  await kitty(terminal)
  say(terminal, 'hello')
  await terminal.waitFor('Very well.')
  await idle(terminal)
  terminal.signal('SIGUSR2')
  const { code } = await terminal.exited
  expect(code).toBe(1)
  expectRestored(terminal)
  expect(terminal.screen()).toMatch(/error: .*a defect.*lightspeed chat -r \w+/)
  expect(terminal.screen()).not.toMatch(/^ +at .*\(/m)
})

test('an internal error in --plain is one line with the command that resumes the session as well', async () => {
  const defect = fileURLToPath(new URL('support/defect.mjs', import.meta.url))
  const { open } = await openRoom()
  const terminal = open({ more: ['--plain', 'hello'], env: { NODE_OPTIONS: `--import=${defect}` } })
  await terminal.waitFor(/Very well\.[^]*1 turn/)
  terminal.signal('SIGUSR2')
  expect((await terminal.exited).code).toBe(1)
  expect(terminal.screen()).toMatch(/error: .*a defect.*lightspeed chat -r \w+/)
  expect(terminal.screen()).not.toMatch(/^ +at .*\(/m)
})

test('an early key is not lost: what is typed before the first paint is in the input', async () => {
  const { open } = await openRoom()
  const terminal = open()
  terminal.type('eager')
  await terminal.waitFor(/^› eager$/m)
  terminal.press('enter')
  await ready(terminal)
  await terminal.waitFor('Very well.')
})
