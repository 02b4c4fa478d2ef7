import { expect, test } from 'vitest'
import { answers, gate, runs } from './support/answers.ts'
import { openDoor } from './support/door.ts'
import { count, idle, openChat, say } from './support/chat.ts'

const door = openDoor()

test('three terminals on one session see each other, and what two type at once is answered once each in all three', async () => {
  const script = answers({ 'from the first': { text: 'ANSWER ONE' }, 'from the second': { text: 'ANSWER TWO' } })
  const { terminal: first, open } = await openChat({
    script,
    argv: ['chat', '-m', 'anthropic/claude-sonnet-4-5', '--sandbox', 'none', 'hello'],
  })
  await first.waitFor(/Very well[^]*1 turn/)
  const second = open({ argv: ['attach'] })
  const third = open({ argv: ['attach'] })
  const all = [first, second, third]
  for (const terminal of all) await terminal.waitFor(/2 others here|\+2 here/)
  first.type('from the first')
  second.type('from the second')
  first.press('enter')
  second.press('enter')
  for (const terminal of all) {
    await terminal.waitFor((screen) => screen.includes('ANSWER ONE') && screen.includes('ANSWER TWO'))
    await idle(terminal)
    for (const text of ['ANSWER ONE', 'ANSWER TWO', '› hello']) expect([text, count(terminal, text)]).toEqual([text, 1])
  }
  say(third, '/quit')
  await third.exited
  for (const terminal of [first, second]) await terminal.waitFor(/1 other here|\+1 here/)
})

test('steering from another terminal reaches the run, and Esc there interrupts it', async () => {
  const script = answers({
    'be brief': { fault: { type: 'cut', at: 'before-headers', how: 'stall' } },
    'work on': runs(`echo at work; ${door.wait}`),
  })
  door.shut()
  const { terminal: first, open } = await openChat({ script })
  say(first, 'work on')
  await first.waitFor(/● Bash [^]*at work/)
  const second = open({ argv: ['attach'] })
  await second.waitFor('Enter steers')
  say(second, 'be brief')
  for (const terminal of [first, second]) await terminal.waitFor('↳ at the next step: be brief')
  door.open()
  for (const terminal of [first, second]) await terminal.waitFor(/^↳ be brief$/m)
  second.press('escape')
  for (const terminal of [first, second]) {
    await terminal.waitFor(/! interrupted · /)
    await idle(terminal)
  }
})

test('when the process that drives is SIGKILLed in the middle of an answer, the other one carries on and says so', async () => {
  const half = gate()
  const script = answers({
    tell: [{ text: 'a lost story '.repeat(20), goesOnAfter: half.opened, deltaChars: 9 }, { text: 'THE WHOLE STORY' }],
  })
  const { terminal: first, open } = await openChat({ script })
  say(first, 'tell')
  await first.waitFor('a lost story')
  const second = open({ argv: ['attach'] })
  await second.waitFor(/1 other here|\+1 here/)
  await second.waitFor('a lost story')
  first.signal('SIGKILL')
  await second.waitFor(/the process that drove this session \(pid \d+\) is gone; this one carries on/)
  await second.waitFor('THE WHOLE STORY')
  await idle(second)
  expect(count(second, 'THE WHOLE STORY')).toBe(1)
  expect(count(second, 'this answer was broken off and does not count')).toBe(1)
  half.open()
})
