import { expect, test } from 'vitest'
import type { Conversation } from '../../../cli/chat/conversation.ts'
import type { DraftPlace } from '../../../cli/tui/editor/draft-store.ts'
import { followSession } from '../../../cli/tui/follow-session.ts'
import type { SessionId } from '../../../core/values/ids.ts'

test('the draft moves to the session once, when it has begun', () => {
  const client = { session: 's1' as SessionId, conversation: null as Conversation | null }
  const listeners = new Set<() => void>()
  const moves: DraftPlace[] = []
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  const draw = () => [...listeners].forEach((listener) => listener())
  followSession(client, { subscribe }, { moveTo: (place) => moves.push(place) })
  draw()
  expect(moves).toEqual([])
  client.conversation = {} as Conversation
  draw()
  draw()
  expect(moves).toEqual([{ session: 's1' }])
})
