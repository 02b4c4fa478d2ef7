import { expect, test } from 'vitest'
import { binary, modelOf } from '../support/cli.ts'
import { answers, runs } from './support/answers.ts'
import { openDoor } from './support/door.ts'
import { idle, openRoom, ready, say } from './support/chat.ts'

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
  await shell.waitFor(/Stopped[^]*shell>/)
  door.open()
  say(shell, 'fg')
  await shell.waitFor('It is done.')
  await idle(shell)
})
