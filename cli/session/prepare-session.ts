import { resolveModel, type ResolvedModel } from '../../core/models/resolve-model.ts'
import type { Store } from '../../core/ports/store.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { thisDisk } from '../args/mount-disk.ts'
import type { MountSpec } from '../args/mount-spec.ts'
import { placeMounts } from '../args/place-mounts.ts'
import { environment } from '../auth/environment.ts'
import type { Work } from '../compose.ts'
import { chooseModel, withEffort } from '../config/choose-model.ts'
import type { Config } from '../config/config-file.ts'
import { keysOf } from '../config/has-key.ts'
import { places } from '../open-store.ts'
import type { ProgressLine } from '../render/progress-line.ts'
import type { Offer } from '../work/workshop.ts'
import { sessionModel, type ModelWish } from './change-model.ts'
import type { MountedTree } from './new-session.ts'
import { snapshotMounts, type SnapshotPlaces } from './snapshot-mounts.ts'
import { startSession, titleOf } from './start-session.ts'
import type { WishedSession } from './session-wish.ts'

/** What a new session is prepared from. */
export interface PrepareFacts {
  readonly session: SessionId
  readonly mounts: readonly MountSpec[]
  readonly wish: ModelWish
  readonly config: Config
  /** Hears what the person should know. */
  readonly say: (line: string) => void
  /** Hears of what takes its time. */
  readonly progress: ProgressLine
}

/** All that a session needs before its first prompt: done while the person still types. */
export interface PreparedSession {
  readonly model: ResolvedModel
  readonly mounts: readonly MountedTree[]
  readonly offer: Offer
}

/** Chooses the model, snapshots the mounts and finds out which tools there are. Nothing is recorded yet. */
export async function prepareSession(facts: PrepareFacts, store: Store, work: Work): Promise<PreparedSession> {
  const { session, config, wish, say, progress } = facts
  const { providers } = config
  const env = environment(providers)
  const isNamed = wish.model !== null || config.model !== null
  const keys = isNamed ? keysOf(env) : await work.choosingKeys()
  const chosen = chooseModel({ flag: wish.model, config: config.model, providers, ...keys })
  const model = resolveModel(withEffort(chosen.text, wish.effort), providers, env)
  // Before anything is sent: what cannot be begun leaves nothing behind. What was chosen by its key has it.
  if (isNamed) await work.requireKey(model.choice.provider)
  const placed = placeMounts(facts.mounts, [], thisDisk)
  const sources = placed.map(({ source }) => source)
  const [mounts, offer] = await Promise.all([
    snapshotMounts(placed, store, snapshotPlaces(work), say, progress),
    work.offer(session, model.dialect, sources),
  ])
  if (offer.noShell !== null) say(`note: commands cannot be run here: ${offer.noShell}`)
  if (offer.remark !== null) say(`note: ${offer.remark}`)
  return { model, mounts, offer }
}

/** What a prepared session is recorded with. */
export interface CreateFacts {
  readonly wished: Pick<WishedSession, 'id'>
  readonly directory: string
  readonly name: string | null
  readonly prompt: string
  readonly prepared: PreparedSession
}

/** Records a prepared session. */
export async function createSession(facts: CreateFacts, store: Store, work: Work): Promise<void> {
  const { wished, directory, name, prompt, prepared } = facts
  const { model, mounts, offer } = prepared
  const session = { id: wished.id, directory, name, title: titleOf(prompt), model: sessionModel(model), mounts }
  await startSession({ ...session, toolset: offer.toolset, shell: offer.noShell === null }, store, work.host)
}

/** Where snapshots of this machine keep their indexes, and what they must not take in. */
export function snapshotPlaces({ indexDirectory }: Pick<Work, 'indexDirectory'>): SnapshotPlaces {
  const { data, config, cache } = places()
  return { indexDirectory, ownDirectories: [data, config, cache] }
}
