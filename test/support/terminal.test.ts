import { expect, test } from 'vitest'
import { openTerminal } from './terminal.ts'

const shell = (script: string) => openTerminal({ program: '/bin/sh', argv: ['-c', script], columns: 40, rows: 5 })

test('what a program writes is on the screen, and what left it in the scrollback', async () => {
  const terminal = shell('for n in 1 2 3 4 5 6 7; do echo line $n; done; printf "\\033[31mred\\033[0m"; read end')
  await terminal.waitFor('red')
  expect(terminal.screen()).toBe('line 4\nline 5\nline 6\nline 7\nred')
  expect(terminal.scrollback()).toBe('line 1\nline 2\nline 3')
  expect(terminal.raw()).toContain('\x1b[31mred')
  expect(terminal.cursor()).toEqual({ column: 3, row: 4 })
})

test('a program reads what is typed and answers, and ends with its code', async () => {
  const terminal = shell('read name; echo "hello $name"; exit 7')
  terminal.type('ada')
  terminal.press('enter')
  expect(await terminal.exited).toEqual({ code: 7, signal: null })
  expect(terminal.screen()).toContain('hello ada')
})

// No shell: one that is interrupted between two commands begins the next all the same.
const waiting = () =>
  openTerminal({ program: process.execPath, argv: ['-e', "console.log('ready'); setTimeout(() => {}, 60_000)"] })

test('Ctrl+C is an interrupt, and a signal that ends the program is named', async () => {
  const interrupted = waiting()
  await interrupted.waitFor('ready')
  interrupted.press('ctrl+c')
  expect(await interrupted.exited).toEqual({ code: null, signal: 'SIGINT' })
  const killed = waiting()
  await killed.waitFor('ready')
  killed.signal('SIGTERM')
  expect(await killed.exited).toEqual({ code: null, signal: 'SIGTERM' })
})

test('a resize reaches the program', async () => {
  const terminal = shell('trap "stty size; exit" WINCH; echo ready; while :; do sleep 0.05; done')
  await terminal.waitFor('ready')
  terminal.resize(100, 30)
  await terminal.waitFor('30 100')
})

test('the terminal answers when a program asks where the cursor is', async () => {
  const terminal = shell('stty raw -echo; printf "abc\\033[6n"; dd bs=1 count=6 2>/dev/null | od -c | head -1')
  await terminal.waitFor(/033 +\[ +1 +; +4 +R/)
})

test('waiting for what does not come ends with the screen, at once when the program has ended', async () => {
  const terminal = shell('echo only this')
  await expect(terminal.waitFor('something else')).rejects.toThrow(/the program ended \(0\)[^]*only this/)
  const silent = shell('echo still here; sleep 60')
  await silent.waitFor('still here')
  await expect(silent.waitFor(/never/, 50)).rejects.toThrow(/50 ms went by[^]*still here/)
})

test('the home is clean and the binary is what runs without a program', async () => {
  const terminal = openTerminal({ argv: ['--version'] })
  expect(await terminal.exited).toEqual({ code: 0, signal: null })
  expect(terminal.screen()).toMatch(/^lightspeed\/\d/)
  const home = shell('echo "$HOME" "$LIGHTSPEED_HOME"; env | grep -c API_KEY')
  await home.exited
  expect(home.screen().replaceAll('\n', '')).toMatch(/terminal-\w+ .*terminal-\w+\/home0$/)
})
