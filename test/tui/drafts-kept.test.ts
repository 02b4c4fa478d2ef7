import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { answers, gate } from './support/answers.ts'
import { ask, openChat, ready, say, send } from './support/chat.ts'
import { draftsOf } from './support/drafts.ts'

test('what was being written when a chat was killed comes back in its session, not in a new one', async () => {
  const { terminal, desk, open } = await openChat({ more: ['-n', 'dr1'] })
  await ask(terminal, 'hello')
  terminal.type('draft of dr1')
  await expect.poll(() => draftsOf(desk).join('\n')).toContain('draft of dr1')
  terminal.signal('SIGKILL')
  await terminal.exited
  const fresh = open()
  await ready(fresh)
  expect(fresh.screen()).not.toContain('draft of dr1')
  const attached = open({ argv: ['attach', 'dr1'] })
  await attached.waitFor('› draft of dr1')
})

test('/resume with an exact name opens that session, whatever else holds the words', async () => {
  const { terminal, open } = await openChat({ more: ['-n', 'n1'] })
  await ask(terminal, 'hello to the named one')
  say(terminal, '/quit')
  await terminal.exited
  const other = open()
  await ready(other)
  await ask(other, 'a prompt with n1 in it')
  say(other, '/new')
  await other.waitFor((screen) => /› say what to do.*\n+claude-[\w-]+ · unconfined$/.test(screen))
  other.type('/resume n1')
  await other.waitFor(/^› \w+ +n1$/m)
  other.press('enter')
  await other.waitFor('hello to the named one')
})

test('a prompt that cannot be stored comes back into the input', async () => {
  const { terminal, desk } = await openChat()
  await ask(terminal, 'hello')
  const store = new Database(join(desk.home, 'data', 'lightspeed.db'))
  store.exec("CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END")
  say(terminal, 'precious words')
  await terminal.waitFor(/✗ [^\n]*disk is full[^]*› precious words$/m)
  store.exec('DROP TRIGGER full')
  store.close()
  await send(terminal)
  await terminal.waitFor('Very well.')
})

test('Esc gives back the steering that the model has not seen, in front of what is being written', async () => {
  const half = gate()
  const script = answers({ tell: { text: 'a long story '.repeat(20), goesOnAfter: half.opened, deltaChars: 9 } })
  const { terminal, mock } = await openChat({ script })
  say(terminal, 'tell me')
  await terminal.waitFor('a long story')
  say(terminal, 'be brief')
  await terminal.waitFor('↳ at the next step: be brief')
  say(terminal, 'and kind')
  await terminal.waitFor('↳ at the next step: and kind')
  terminal.type('half a thought')
  terminal.press('escape')
  await terminal.waitFor(/^› be brief\n[^\n]*and kind\n[^\n]*half a thought$/m)
  await terminal.waitFor(/! interrupted · /)
  half.open()
  await send(terminal)
  expect(JSON.stringify(mock.requests.at(-1)?.body).split('be brief')).toHaveLength(2)
})
