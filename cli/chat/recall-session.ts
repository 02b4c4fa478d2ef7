import { initialState } from '../../core/machine/state.ts'
import type { Store } from '../../core/ports/store.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { ApiKind } from '../../core/values/model-facts.ts'
import { readFolded, readFormat } from '../open-store.ts'
import { patientBlobs, type Heard } from '../remote/patient-blobs.ts'
import { commandLine } from '../remote/typed-remote.ts'
import { treeDiff } from '../workspace/mount-changes.ts'
import type { Audience } from './audience.ts'
import { note } from './block.ts'
import { Conversation } from './conversation.ts'
import { recentEntries } from './recent-entries.ts'
import { openTexts, type Texts } from './texts.ts'

/** A session as it was when it was joined. */
export interface RecalledSession {
  readonly api: ApiKind
  readonly texts: Texts
  readonly conversation: Conversation
  /** Up to which entry of the log it was read. */
  readonly head: number
}

/** What is recalled with. */
export interface RecallParts {
  readonly store: Store
  readonly heard: Heard
  /** Is told what happened of late. */
  readonly audience: Audience
  /** The API of a session that was created here and now, whose log may not say it yet. */
  readonly preparedApi: ApiKind | null
}

/** Reads a session and tells the end of it. */
export async function recallSession(
  session: SessionId,
  { store, heard, audience, preparedApi }: RecallParts,
): Promise<RecalledSession> {
  const { state, head } = await heard(() => readFolded(store, session))
  const api = state.session?.api ?? preparedApi
  if (api === null) throw new Error(`session ${session} was never begun`)
  const texts = openTexts(patientBlobs(store.blobs, heard), await readFormat(api))
  const diff = (before: BlobRef, after: BlobRef) => heard(() => treeDiff(before, after, store.blobs))
  const conversation = new Conversation(head === 0 ? initialState : state, texts, diff, audience)
  const past = await heard(() => recentEntries(store.log, session, head))
  if (past.isCut) audience.block(note(`earlier parts of this session are in ${commandLine(`log ${session}`)}`))
  await conversation.recall(past.entries)
  return { api, texts, conversation, head }
}
