import type { Command } from '../../core/machine/commands.ts'
import type { State } from '../../core/machine/state.ts'
import type { Store } from '../../core/ports/store.ts'
import type { ResolvedModel } from '../../core/models/resolve-model.ts'
import type { MountSpec } from '../args/mount-spec.ts'
import type { ProgressLine } from '../render/progress-line.ts'
import type { Work } from '../compose.ts'
import { readFolded } from '../open-store.ts'
import type { Config } from '../config/config-file.ts'
import { requireSight } from '../prompt/read-image.ts'
import { adjustSession } from './adjust-session.ts'
import { changeModel, type ModelWish } from './change-model.ts'
import { createSession, prepareSession } from './prepare-session.ts'
import { newCommandId } from './session-ids.ts'
import type { WishedSession } from './session-wish.ts'
import { settleCreation } from './settle-creation.ts'

/** What the session is opened for. */
export interface OpenSessionFacts {
  readonly wished: WishedSession
  readonly directory: string
  readonly name: string | null
  readonly prompt: string
  readonly mounts: readonly MountSpec[]
  /** Images that are to be sent. */
  readonly images: number
  readonly wish: ModelWish
  readonly config: Config
  /** Hears what the person should know. */
  readonly say: (line: string) => void
  /** Hears of what takes its time. */
  readonly progress: ProgressLine
}

/** A session that takes runs. */
export interface OpenedSession {
  readonly model: ResolvedModel
  /** Before anything of this process. */
  readonly state: State
  /** The last entry that is part of it: 0 for a session that is new. */
  readonly head: number
}

/** Creates the session, or brings an existing one to what the command line asks for. */
export async function openSession(facts: OpenSessionFacts, store: Store, work: Work): Promise<OpenedSession> {
  const { id, known } = facts.wished
  if (known !== null) await settleCreation(id, store, work)
  const { state, head } = await readFolded(store, id)
  const model = known && state.session ? await reopen(facts, state, store, work) : await create(facts, store, work)
  return { model, state, head }
}

async function create(facts: OpenSessionFacts, store: Store, work: Work): Promise<ResolvedModel> {
  const prepared = await prepareSession({ ...facts, session: facts.wished.id }, store, work)
  requireSight(prepared.model.info, facts.images)
  await createSession({ ...facts, prepared }, store, work)
  return prepared.model
}

async function reopen(facts: OpenSessionFacts, state: State, store: Store, work: Work): Promise<ResolvedModel> {
  const { wished, config, wish } = facts
  if (state.session === null) throw new Error('a session that was never created cannot be reopened')
  await work.requireSandbox(wished.id)
  const submit = (command: Command) => work.host.submit(wished.id, newCommandId(), command)
  const model = await changeModel(
    wished.id,
    state.session,
    wish,
    config.providers,
    submit,
    async ({ choice, info }) => {
      requireSight(info, facts.images + imagesIn(state))
      await work.requireKey(choice.provider)
    },
  )
  await adjustSession(wished.id, state, facts, store, work)
  return model
}

/** Items with images that the next request holds anyway. */
function imagesIn({ context }: State): number {
  return context.items.filter(({ imageBytes }) => imageBytes !== undefined).length
}
