import type { ChatClient } from '../chat/client.ts'
import type { DraftStore } from './editor/draft-store.ts'
import type { Pulse } from './pulse.ts'

/** Keeps the draft under its directory only until the session is there. */
export function followSession(
  client: Pick<ChatClient, 'conversation' | 'session'>,
  pulse: Pick<Pulse, 'subscribe'>,
  drafts: Pick<DraftStore, 'moveTo'>,
): void {
  const unsubscribe = pulse.subscribe(() => {
    if (client.conversation === null) return
    unsubscribe()
    drafts.moveTo({ session: client.session })
  })
}
