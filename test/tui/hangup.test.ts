import { expect, test } from 'vitest'
import { answers, gate, runs } from './support/answers.ts'
import { openDoor } from './support/door.ts'
import { ask, count, idle, openChat, ready, say } from './support/chat.ts'

const story = (goesOnAfter: Promise<unknown>) =>
  answers({ tell: { text: `${'a long story\n\n'.repeat(20)}THE END`, goesOnAfter, deltaChars: 9 } })

for (const face of ['on the screen', 'in plain lines']) {
  const more = face === 'on the screen' ? [] : ['--plain']

  test(`closing the terminal while the model answers hands the run over, ${face}`, async () => {
    const half = gate()
    const room = await openChat({ script: story(half.opened) })
    await ask(room.terminal, 'first thing')
    say(room.terminal, '/quit')
    await room.terminal.exited
    const terminal = room.open({ argv: ['attach', ...more] })
    await terminal.waitFor('Very well.')
    say(terminal, 'tell')
    await terminal.waitFor('a long story')
    terminal.hangUp()
    expect(await terminal.exited).toEqual({ code: 0, signal: null })
    half.open()
    const sessions = async () => (await room.desk.run(['sessions', 'list'])).stdout
    await expect.poll(sessions, { timeout: 15_000 }).not.toMatch(/running|abandoned/)
    expect((await room.desk.run(['log', '--json'])).stdout).toContain('run.finished')
    const attached = room.open({ argv: ['attach'] })
    await attached.waitFor('THE END')
    await idle(attached)
    expect(count(attached, 'THE END')).toBe(1)
  })
}

test('closing the terminal of an idle chat ends it', async () => {
  const { terminal } = await openChat()
  await ready(terminal)
  terminal.hangUp()
  expect(await terminal.exited).toEqual({ code: 0, signal: null })
})

const door = openDoor()

test('a command of the model outlives the terminal that it was begun in', async () => {
  const work = [runs(`echo at work; ${door.wait}; echo worked`), { text: 'The work is done.' }]
  const room = await openChat({ script: answers({ 'work on': work }) })
  say(room.terminal, 'work on')
  await room.terminal.waitFor(/● Bash [^]*at work/)
  room.terminal.hangUp()
  const attached = room.open({ argv: ['attach'] })
  await attached.waitFor(/driven by pid \d+/)
  expect(attached.screen()).toContain(`driven by pid ${room.terminal.pid}`)
  door.open()
  await attached.waitFor('The work is done.')
  expect(await room.terminal.exited).toEqual({ code: 0, signal: null })
  expect((await room.desk.run(['log', '--json'])).stdout).not.toContain('tool.lost')
})
