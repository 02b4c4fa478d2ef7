import { awayWords } from '../remote/unanswered.ts'
import type { ChatClient } from './client.ts'

/** What keeps the server of a session from going on with it, in a few words; null for nothing. */
export function hindrance({ attachment, proposals }: Pick<ChatClient, 'attachment' | 'proposals'>): string | null {
  // A key that is refused is told of once, for good.
  if (attachment?.trouble?.type === 'refused') return null
  if (attachment?.trouble?.type === 'away') return awayWords
  if (proposals.hearing.isUnheard) return 'the server does not answer, trying again'
  return proposals.isUntaken ? 'no worker has taken it yet' : null
}
