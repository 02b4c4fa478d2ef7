import { decide } from '../machine/index.ts'
import { commandOpId } from '../machine/op-ids.ts'
import type { Inbox } from '../ports/inbox.ts'
import type { Rejection } from '../values/decision.ts'
import type { SessionId } from '../values/ids.ts'
import { FencedError, type Writer } from './writer.ts'

/** Decides every waiting command, in order of arrival. A crash between record and settle repeats harmlessly. */
export async function drainInbox(inbox: Inbox, session: SessionId, writer: Writer): Promise<void> {
  for (const { id, command } of await inbox.pending(session)) {
    let rejection: Rejection | null = null
    const decideAgain = (folded: Writer['folded']) => {
      const decision = decide(folded.state, command, id)
      rejection = decision.ok ? null : decision.rejection
      return decision.ok ? decision.events : []
    }
    await writer.commit(commandOpId(id), decideAgain, [])
    if (!(await inbox.settle(session, id, rejection, writer.epoch))) throw new FencedError(session)
  }
}
