import { expect, test } from 'vitest'
import { binary, modelOf } from '../support/cli.ts'
import { answers, gate, runs } from './support/answers.ts'
import { openDoor } from './support/door.ts'
import { count, idle, openChat, openRoom, ready, say } from './support/chat.ts'

const door = openDoor()
const script = answers({ 'work on': [runs(`echo at work; ${door.wait}; echo worked`), { text: 'It is done.' }] })

async function openShell() {
  const room = await openRoom({ script })
  const shell = room.open({ program: '/bin/bash', argv: ['--norc', '--noprofile', '-i'], env: { PS1: 'shell> ' } })
  await shell.waitFor('shell>')
  say(shell, `${process.execPath} ${binary} chat -m ${modelOf['anthropic-messages']} --sandbox none`)
  await ready(shell)
  return shell
}

test('Ctrl+Z stops the chat and gives the shell a sane terminal; fg brings it back whole, with the draft', async () => {
  const shell = await openShell()
  say(shell, 'hello')
  await shell.waitFor('Very well.')
  await idle(shell)
  shell.type('half a draft')
  await shell.waitFor('› half a draft')
  shell.press('ctrl+z')
  await shell.waitFor(/Stopped[^]*shell>/)
  say(shell, 'stty -a | grep -o " -\\?icanon"; echo a-plain-echo')
  await shell.waitFor(/^ icanon\na-plain-echo/m)
  say(shell, 'fg')
  await shell.waitFor((screen) => screen.lastIndexOf('› half a draft') > screen.lastIndexOf('fg'))
  shell.type(' and the rest')
  await shell.waitFor(/^› half a draft and the rest$/m)
  shell.press('enter')
  await shell.waitFor((screen) => screen.lastIndexOf('Very well.') > screen.lastIndexOf('and the rest'))
  say(shell, '/quit')
  await shell.waitFor((screen) => /goes on with it\s+shell>/.test(screen))
  expect(shell.screen()).not.toContain('unconfined')
})

test('a command of the agent that ran while the chat was stopped is told when it is back', async () => {
  const shell = await openShell()
  say(shell, 'work on')
  await shell.waitFor(/● Bash [^]*at work/)
  shell.press('ctrl+z')
  await shell.waitFor('a command runs: again stops the chat')
  shell.press('ctrl+z')
  await shell.waitFor(/Stopped[^]*shell>/)
  door.open()
  say(shell, 'fg')
  await shell.waitFor('It is done.')
  await idle(shell)
})

test('Ctrl+Z while the model answers hands the run over; fg shows what became of it', async () => {
  const half = gate()
  const tell = { text: `${'a long story '.repeat(20)}THE END`, goesOnAfter: half.opened, deltaChars: 9 }
  const room = await openRoom({ script: answers({ tell }) })
  const shell = room.open({ program: '/bin/bash', argv: ['--norc', '--noprofile', '-i'], env: { PS1: 'shell> ' } })
  await shell.waitFor('shell>')
  say(shell, `${process.execPath} ${binary} chat -m ${modelOf['anthropic-messages']} --sandbox none`)
  await ready(shell)
  say(shell, 'tell')
  await shell.waitFor('a long story')
  const other = room.open({ argv: ['attach'] })
  await other.waitFor('a long story')
  shell.press('ctrl+z')
  await shell.waitFor(/Stopped[^]*shell>/)
  half.open()
  await other.waitFor('THE END')
  await idle(other)
  say(other, 'hello')
  await other.waitFor('Very well.')
  say(shell, 'fg')
  await shell.waitFor('Very well.')
  await idle(shell)
  expect(count(shell, 'THE END')).toBe(1)
  say(shell, 'once more')
  await shell.waitFor((screen) => screen.lastIndexOf('Very well.') > screen.lastIndexOf('once more'))
})

test('a prompt that a stopped driver has not taken in is shown as waiting', async () => {
  const room = await openChat({
    script: answers({ 'work on': [runs(`echo at work; ${door.wait}`), { text: 'Done.' }] }),
  })
  door.shut()
  say(room.terminal, 'work on')
  await room.terminal.waitFor(/● Bash [^]*at work/)
  const other = room.open({ argv: ['attach'] })
  await other.waitFor(/● Bash/)
  room.terminal.signal('SIGSTOP')
  say(other, 'and also this')
  await other.waitFor('at the next step: and also this')
  room.terminal.signal('SIGCONT')
  door.open()
  await other.waitFor('Very well.')
})
