import { expect, test } from 'vitest'
import { answers } from './support/answers.ts'
import { count, everything, idle, openChat, say, sharedChat } from './support/chat.ts'

const script = answers({
  'too much': [{ fault: { type: 'status', status: 429, retryAfter: '2' } }, { text: 'now there is room' }],
  'who am I': [{ fault: { type: 'status', status: 401 } }],
  'and now': { text: 'all is well' },
  stumble: [{ fault: { type: 'status', status: 500 } }, { text: 'on my feet again' }],
  'lose it': [
    { text: 'half of it and then '.repeat(10), fault: { type: 'cut', at: 'mid-stream' }, deltaChars: 9 },
    { text: 'the whole of it' },
  ],
  stall: {
    text: 'never to be seen '.repeat(20),
    fault: { type: 'cut', at: 'mid-stream', how: 'stall' },
    deltaChars: 5,
  },
  silence: { fault: { type: 'cut', at: 'before-headers', how: 'stall' } },
  wait: { fault: { type: 'status', status: 429, retryAfter: '40' } },
  refuse: { fault: { type: 'status', status: 400, body: { error: { message: 'no such thing' } } } },
})
const chat = sharedChat(() => ({ script }))

test('a 429 with Retry-After is waited out with a countdown, and then the answer comes', async () => {
  const { terminal } = chat()
  say(terminal, 'too much')
  await terminal.waitFor(/again in 2 s: .*too many requests/)
  await terminal.waitFor(/again in 1 s/)
  await terminal.waitFor('now there is room')
  await idle(terminal)
  expect(everything(terminal)).not.toContain('broken off')
})

test('a 401 in mid-chat ends the run in a line that says what is wrong, and the chat goes on', async () => {
  const { terminal } = chat()
  say(terminal, 'who am I')
  await terminal.waitFor(/✗ the provider refused the API key \(401\)/)
  await idle(terminal)
  say(terminal, 'and now')
  await terminal.waitFor('all is well')
})

test('a 500 is told and tried again', async () => {
  const { terminal } = chat()
  say(terminal, 'stumble')
  await terminal.waitFor('on my feet again')
  expect(everything(terminal)).toMatch(/! [^\n]*500[^]*trying again[^]*on my feet again/)
})

test('a stream that is cut is tried again, and what streamed is marked as void', async () => {
  const { terminal } = chat()
  say(terminal, 'lose it')
  await terminal.waitFor('the whole of it')
  await idle(terminal)
  expect(everything(terminal)).toMatch(
    /half of it and then[^]*this answer was broken off and does not count[^]*the whole of it/,
  )
  expect(count(terminal, 'the whole of it')).toBe(1)
})

test('a provider that stalls in the middle of an answer is left with Esc', async () => {
  const { terminal } = chat()
  say(terminal, 'stall')
  await terminal.waitFor(/never to be seen/)
  await terminal.waitFor(/writing \d+ s · Esc interrupts/)
  terminal.press('escape')
  await terminal.waitFor(/! interrupted · /)
  await idle(terminal)
})

test('a provider that never answers shows how long it is waited for, and is left with Esc', async () => {
  const { terminal } = chat()
  say(terminal, 'silence')
  await terminal.waitFor(/waiting for the model \d+ s · Esc interrupts/)
  terminal.press('escape')
  await terminal.waitFor((screen) => screen.lastIndexOf('interrupted') > screen.lastIndexOf('silence'))
  await idle(terminal)
})

test('Esc ends the wait for a rate limit at once', async () => {
  const { terminal } = chat()
  say(terminal, 'wait')
  await terminal.waitFor(/again in (40|39|38) s/)
  terminal.press('escape')
  await idle(terminal)
})

test('what the provider refuses is one line with its own words', async () => {
  const { terminal } = chat()
  say(terminal, 'refuse')
  await terminal.waitFor(/✗ .*no such thing/)
  await idle(terminal)
})

test('a provider that cannot be reached is told and tried again, with the time until then', async () => {
  const { terminal } = await openChat({ env: { ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' } })
  say(terminal, 'hello')
  await terminal.waitFor(/again in \d+ s|trying again/)
  terminal.press('escape')
  await terminal.waitFor('interrupted')
})
