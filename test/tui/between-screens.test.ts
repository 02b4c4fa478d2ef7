import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { answers } from './support/answers.ts'
import { idle, openChat, ready, say, statusLine } from './support/chat.ts'

const script = answers({
  'first words': { text: 'The first answer.' },
  'typed at once': { text: 'The answer of the new session.' },
})

test('what is typed behind /new, its Enter included, is a prompt of the new session', async () => {
  const { terminal, mock } = await openChat({ script })
  say(terminal, 'first words')
  await terminal.waitFor('The first answer.')
  await idle(terminal)
  terminal.type('/new\rtyped at once\r')
  await terminal.waitFor('The answer of the new session.')
  expect(JSON.stringify(mock.requests.at(-1))).not.toContain('first words')
})

test('between two screens the terminal stays raw: nothing is echoed, and all that is typed arrives in order', async () => {
  const { terminal, mock } = await openChat({ script })
  say(terminal, '/new')
  const lines = Array.from({ length: 25 }, (_, index) => `l${index}.`)
  for (const line of lines) {
    terminal.type(`${line}\u001b\r`)
    // So that some is typed at any moment while one screen goes and the other comes.
    await setTimeout(4)
  }
  terminal.type('typed at once')
  terminal.press('enter')
  await terminal.waitFor('The answer of the new session.')
  expect(JSON.stringify(mock.requests.at(-1))).toContain([...lines, 'typed at once'].join('\\n'))
  expect(terminal.raw()).not.toContain('^[')
})

test('what is typed right behind the Enter that picks a session is a prompt of that session', async () => {
  const { terminal, mock } = await openChat({ script })
  say(terminal, 'first words')
  await terminal.waitFor('The first answer.')
  await idle(terminal)
  terminal.type('/new\r/sessions\r')
  await terminal.waitFor('search: ')
  await terminal.waitFor(/❯ first words/)
  terminal.type('\rtyped at once\r')
  await terminal.waitFor('The answer of the new session.')
  expect(JSON.stringify(mock.requests.at(-1))).toContain('first words')
})

test('Esc and a key at once close the picker, and the key goes into the input', async () => {
  const { terminal } = await openChat({ script })
  say(terminal, '/sessions')
  await terminal.waitFor('search: ')
  terminal.type('\u001bhello')
  await terminal.waitFor('› hello')
})

test('/new keeps the model and effort of the session that it leaves, also of one that was attached', async () => {
  const { terminal, open, mock } = await openChat({ script })
  say(terminal, '/model anthropic/claude-haiku-4-5')
  await terminal.waitFor(() => statusLine(terminal).startsWith('claude-haiku-4-5'))
  // Nothing is recorded of it yet.
  terminal.type('/new\rfirst words\r')
  await terminal.waitFor('The first answer.')
  await idle(terminal)
  expect(mock.requests.at(-1)?.body['model']).toBe('claude-haiku-4-5')
  say(terminal, '/model anthropic/claude-sonnet-4-5:high')
  await terminal.waitFor('model is now anthropic/claude-sonnet-4-5:high')
  say(terminal, '/quit')
  await terminal.exited
  const attached = open({ argv: ['attach'] })
  await ready(attached)
  say(attached, '/new')
  await attached.waitFor(() => statusLine(attached).startsWith('claude-sonnet-4-5:high'))
  say(attached, 'typed at once')
  await attached.waitFor('The answer of the new session.')
  expect(mock.requests.at(-1)?.body['model']).toBe('claude-sonnet-4-5')
})
