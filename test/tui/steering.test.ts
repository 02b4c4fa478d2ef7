import { expect, test } from 'vitest'
import { answers, runs } from './support/answers.ts'
import { openDoor } from './support/door.ts'
import { count, everything, idle, say, sharedChat, status } from './support/chat.ts'

const door = openDoor()
const busy = runs(`echo at work; ${door.wait}; echo done working`)
const script = answers({
  'be quicker': { text: 'I will be quicker.' },
  'second thing': { text: 'The second is done.' },
  'third thing': { text: 'The third is done.' },
  'work on': [busy, { text: 'The work is done.' }],
})
const chat = sharedChat(() => ({ script }))

async function startWork(words: string): Promise<void> {
  const { terminal } = chat()
  door.shut()
  say(terminal, words)
  await terminal.waitFor(/● Bash [^]*at work/)
}

test('Enter while a tool runs steers: it waits for the next step, is shown as waiting, and the model hears it', async () => {
  const { terminal, mock } = chat()
  await startWork('work on')
  await terminal.waitFor('Enter steers, Tab queues, Esc interrupts')
  say(terminal, 'be quicker')
  await terminal.waitFor('↳ at the next step: be quicker')
  door.open()
  await terminal.waitFor('I will be quicker.')
  await idle(terminal)
  expect(everything(terminal)).toMatch(/✓ Bash [^]*↳ be quicker\n[^]*I will be quicker/)
  expect(count(terminal, '↳ at the next step')).toBe(0)
  expect(JSON.stringify(mock.requests.at(-1)?.body)).toContain('be quicker')
})

test('Tab queues behind the run: the status counts it, and it runs on its own afterwards', async () => {
  const { terminal } = chat()
  await startWork('work on this')
  terminal.type('second thing')
  terminal.press('tab')
  await terminal.waitFor('+ next: second thing')
  await status(terminal, /1 queued/)
  door.open()
  await terminal.waitFor('The second is done.')
  await idle(terminal)
  expect(everything(terminal)).toMatch(/The work is done\.[^]*› second thing\n[^]*The second is done\./)
  await status(terminal, /^(?!.*queued)/)
})

test('Alt+Up takes the newest back into the input, and it is not run', async () => {
  const { terminal, mock } = chat()
  await startWork('work on that')
  terminal.type('second thing once more')
  terminal.press('tab')
  await terminal.waitFor('+ next: second thing once more')
  terminal.type('third thing')
  terminal.press('tab')
  await terminal.waitFor('+ next: third thing')
  terminal.press('alt+up')
  await terminal.waitFor((screen) => /^› third thing$/m.test(screen) && !screen.includes('+ next: third thing'))
  expect(terminal.screen()).toContain('+ next: second thing once more')
  terminal.press('ctrl+c')
  await terminal.waitFor('› Enter steers')
  terminal.press('alt+up')
  await terminal.waitFor((screen) => /^› second thing once more$/m.test(screen) && !screen.includes('+ next'))
  terminal.press('ctrl+c')
  door.open()
  await idle(terminal)
  expect(JSON.stringify(mock.requests.map(({ body }) => body))).not.toMatch(/third thing|once more/)
})

test('steering that has not been heard can be taken back as well', async () => {
  const { terminal, mock } = chat()
  await startWork('work on other things')
  say(terminal, 'never mind this')
  await terminal.waitFor('↳ at the next step: never mind this')
  terminal.press('alt+up')
  await terminal.waitFor((screen) => /^› never mind this$/m.test(screen) && !screen.includes('↳ at the next'))
  terminal.press('ctrl+c')
  door.open()
  await idle(terminal)
  expect(JSON.stringify(mock.requests.map(({ body }) => body))).not.toContain('never mind this')
})

test('Esc interrupts a command that runs, its process ends, and the next prompt is answered', async () => {
  const { terminal } = chat()
  await startWork('work on and on')
  terminal.press('escape')
  await terminal.waitFor(/! interrupted · /)
  await idle(terminal)
  door.open()
  say(terminal, 'second thing')
  await terminal.waitFor((screen) => screen.lastIndexOf('The second is done') > screen.lastIndexOf('interrupted'))
})

test('/stop ends the run and takes back what waits', async () => {
  const { terminal, mock } = chat()
  await startWork('work on for ever')
  terminal.type('a queued fourth thing')
  terminal.press('tab')
  await terminal.waitFor('+ next: a queued fourth thing')
  say(terminal, '/stop')
  await terminal.waitFor(
    (screen) => screen.includes('taken back: a queued fourth thing') && screen.includes('interrupted'),
  )
  await idle(terminal)
  door.open()
  expect(JSON.stringify(mock.requests.map(({ body }) => body))).not.toContain('a queued fourth thing')
})

test('Ctrl+C clears what is written; on an empty input the first says what the second would do', async () => {
  const { terminal } = chat()
  await startWork('work on once again')
  terminal.type('half a thought')
  await terminal.waitFor('› half a thought')
  terminal.press('ctrl+c')
  await terminal.waitFor('› Enter steers')
  terminal.press('ctrl+c')
  await terminal.waitFor('Ctrl+C again leaves, the run goes on; Esc interrupts it')
  door.open()
  await idle(terminal)
})

test('a ! command behind a prompt that waits runs after it', async () => {
  const { terminal, mock } = chat()
  await startWork('work on in order')
  terminal.type('second thing in its turn')
  terminal.press('tab')
  await terminal.waitFor('+ next: second thing in its turn')
  say(terminal, '!echo after the second')
  await terminal.waitFor(/\+ next: second thing in its turn\n.*echo after the second/)
  door.open()
  await terminal.waitFor(/! echo after the second exit 0/)
  await idle(terminal)
  expect(everything(terminal)).toMatch(/second thing in its turn[^]*! echo after the second exit 0/)
  expect(JSON.stringify(mock.requests.at(-1)?.body)).toContain('second thing in its turn')
  expect(JSON.stringify(mock.requests.at(-1)?.body)).not.toContain('after the second')
})
