import { expect, test } from 'vitest'
import type { ChatClient } from '../../../../cli/chat/client.ts'
import { HindranceLines } from '../../../../cli/chat/plain/hindrance-lines.ts'

type Client = Pick<ChatClient, 'attachment' | 'proposals'>

const client = (trouble: 'away' | 'refused' | null, proposals: object = {}) =>
  ({
    attachment: { trouble: trouble && { type: trouble, since: 1 } },
    proposals: { hearing: { isUnheard: false }, isUntaken: false, ...proposals },
  }) as unknown as Client

const unheard = { hearing: { isUnheard: true } }

test('what keeps the server is said once, and once that it is over', () => {
  const lines = new HindranceLines()
  expect(lines.next(client(null))).toBeNull()
  expect(lines.next(client(null, unheard))).toBe('the server does not answer, trying again')
  expect(lines.next(client('away', unheard))).toBe('no connection to the server, trying again')
  expect(lines.next(client('away', unheard))).toBeNull()
  expect(lines.next(client(null))).toBe('the server goes on')
  expect(lines.next(client(null))).toBeNull()
  expect(lines.next(client(null, { isUntaken: true }))).toBe('no worker has taken it yet')
})

test('a key that is refused does not go on', () => {
  const lines = new HindranceLines()
  lines.next(client('away'))
  expect(lines.next(client('refused'))).toBeNull()
})
