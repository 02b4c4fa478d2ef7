import { expect, test } from 'vitest'
import type { ChatClient } from '../../../../cli/chat/client.ts'
import { HindranceLines } from '../../../../cli/chat/plain/hindrance-lines.ts'

type Client = Pick<ChatClient, 'attachment' | 'proposals'>

const client = (trouble: 'away' | 'refused' | null, proposals: Partial<ChatClient['proposals']> = {}) =>
  ({
    attachment: { trouble: trouble && { type: trouble, since: 1 } },
    proposals: { isUnheard: false, isUntaken: false, ...proposals },
  }) as unknown as Client

test('what keeps the server is said once, and once that it is over', () => {
  const lines = new HindranceLines()
  expect(lines.next(client(null))).toBeNull()
  expect(lines.next(client(null, { isUnheard: true }))).toBe('the server does not answer, trying again')
  expect(lines.next(client('away', { isUnheard: true }))).toBe('no connection to the server, trying again')
  expect(lines.next(client('away', { isUnheard: true }))).toBeNull()
  expect(lines.next(client(null))).toBe('the server goes on')
  expect(lines.next(client(null))).toBeNull()
  expect(lines.next(client(null, { isUntaken: true }))).toBe('no worker has taken it yet')
})

test('a key that is refused does not go on', () => {
  const lines = new HindranceLines()
  lines.next(client('away'))
  expect(lines.next(client('refused'))).toBeNull()
})
