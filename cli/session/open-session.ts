import type { State } from '../../core/machine/state.ts'
import type { Store } from '../../core/ports/store.ts'
import { resolveModel, type ResolvedModel } from '../../core/models/resolve-model.ts'
import { thisDisk } from '../args/mount-disk.ts'
import type { MountSpec } from '../args/mount-spec.ts'
import { placeMounts } from '../args/place-mounts.ts'
import { type Work } from '../compose.ts'
import { mountIndexes, places, readState } from '../open-store.ts'
import { chooseModel, withEffort } from '../config/choose-model.ts'
import type { Config } from '../config/config-file.ts'
import { changeModel, sessionModel, type ModelWish } from './change-model.ts'
import { newCommandId } from './session-ids.ts'
import type { WishedSession } from './session-wish.ts'
import { snapshotMounts } from './snapshot-mounts.ts'
import { startSession, submitMounts, titleOf } from './start-session.ts'

/** What the session is opened for. */
export interface OpenSessionFacts {
  readonly wished: WishedSession
  readonly directory: string
  readonly name: string | null
  readonly prompt: string
  readonly mounts: readonly MountSpec[]
  readonly wish: ModelWish
  readonly config: Config
  /** Hears what the person should know. */
  readonly say: (line: string) => void
}

/** A session that takes runs. */
export interface OpenedSession {
  readonly model: ResolvedModel
  /** Before anything of this process. */
  readonly state: State
}

/** Creates the session, or brings an existing one to what the command line asks for. */
export async function openSession(facts: OpenSessionFacts, store: Store, work: Work): Promise<OpenedSession> {
  const { id, known } = facts.wished
  const state = await readState(store, id)
  const model = known && state.session ? await reopen(facts, state, store, work) : await create(facts, store, work)
  return { model, state }
}

async function create(facts: OpenSessionFacts, store: Store, work: Work): Promise<ResolvedModel> {
  const { wished, directory, name, prompt, config, wish, say } = facts
  const chosen = chooseModel({ flag: wish.model, config: config.model, providers: config.providers, env: process.env })
  const model = resolveModel(withEffort(chosen.text, wish.effort), config.providers, process.env)
  const placed = placeMounts(facts.mounts, [], thisDisk)
  const sources = placed.map(({ source }) => source)
  const [mounts, offer] = await Promise.all([
    snapshotMounts(placed, store, snapshotPlaces(), say),
    work.offer(wished.id, model.dialect, sources),
  ])
  if (offer.noShell !== null) say(`note: commands cannot be run here: ${offer.noShell}`)
  const session = { id: wished.id, directory, name, title: titleOf(prompt), model: sessionModel(model), mounts }
  await startSession({ ...session, toolset: offer.toolset, shell: offer.noShell === null }, store, work.host)
  return model
}

async function reopen(facts: OpenSessionFacts, state: State, store: Store, work: Work): Promise<ResolvedModel> {
  const { wished, config, wish, name, say } = facts
  if (state.session === null) throw new Error('a session that was never created cannot be reopened')
  const model = await changeModel(wished.id, state.session, wish, config.providers, work.host)
  if (name !== null) {
    await work.host.submit(wished.id, newCommandId(), { kind: 'session.rename', name })
    await store.sessions.rename(wished.id, name)
  }
  const added = placeMounts(facts.mounts, state.workspace.mounts, thisDisk)
  if (added.length > 0)
    await submitMounts(wished.id, await snapshotMounts(added, store, snapshotPlaces(), say), work.host)
  return model
}

function snapshotPlaces() {
  const { data, config, cache } = places()
  return { indexDirectory: mountIndexes(), ownDirectories: [data, config, cache] }
}
