import { expect, test } from 'vitest'
import { answers, gate } from './support/answers.ts'
import { openChat, say } from './support/chat.ts'

test('Esc and what is typed right behind it, in one read, interrupt the run and are the draft', async () => {
  const never = gate()
  const script = answers({ tell: { text: `beginning ${'of a long answer '.repeat(9)}`, goesOnAfter: never.opened } })
  const { terminal } = await openChat({ script })
  say(terminal, 'tell')
  await terminal.waitFor('beginning')
  terminal.type('\u001bno, the other one')
  await terminal.waitFor('› no, the other one')
  await terminal.waitFor('interrupted')
  expect(terminal.screen()).not.toContain('writing')
})
