import type { Inbox } from '../../core/ports/inbox.ts'
import { isUnsent } from '../chat/sending.ts'
import type { Composer } from './composer/composer.ts'
import type { ComingBack } from './composer/coming-back.ts'
import type { DraftStore } from './editor/draft-store.ts'

/** Gives back what a terminal that died had sent in vain: the inbox knows what came there. */
export async function restoreSending(
  drafts: Pick<DraftStore, 'unsettled' | 'settled'>,
  inbox: Pick<Inbox, 'status'>,
  back: Pick<ComingBack, 'give'>,
  composer: Composer,
): Promise<void> {
  const sent = drafts.unsettled
  // What nobody can tell of is kept: twice is better than never.
  const asked = sent.map(({ session, command }) => inbox.status(session, command).catch(() => null))
  const statuses = await Promise.all(asked)
  const unsent = sent.filter((_, index) => isUnsent(statuses[index] ?? null))
  drafts.settled(...sent.filter((one) => !unsent.includes(one)).map(({ command }) => command))
  back.give(composer, unsent)
}
