import type { RunLimits } from '../../core/machine/run/events.ts'
import type { Store } from '../../core/ports/store.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { MountSpec } from '../args/mount-spec.ts'
import { takeStops } from '../boot/stop-signals.ts'
import { openWork } from '../compose.ts'
import type { Config, SandboxChoice } from '../config/config-file.ts'
import { loadConfig, places } from '../open-store.ts'
import { explainError } from '../outcome/explain-error.ts'
import { note } from '../render/print.ts'
import type { ModelWish } from '../session/change-model.ts'
import { newSessionId } from '../session/session-ids.ts'
import type { Input } from '../tui/keys/read-input.ts'
import type { Next } from './commands/slash-command.ts'
import { Departures } from './departures.ts'
import type { FaceFacts, FaceFlags, OpenFace } from './face-facts.ts'
import { chooseFace } from './face.ts'

/** The model that a session has already. */
export const asItIs: ModelWish = { model: null, effort: null }

/** What a chat is about. */
export interface Talk {
  readonly id: SessionId
  readonly isKnown: boolean
  readonly mounts: readonly MountSpec[]
  readonly model: ModelWish
  readonly name: string | null
  /** For a session that exists. */
  readonly newName: string | null
  /** Said at once; empty for nothing. */
  readonly prompt: string
  /** Typed while the session before was left. */
  readonly typed?: readonly Input[]
  /** As in `ClientFacts`. */
  readonly modelOf: SessionId | null
  /** For sessions that are begun later; their model is that of the one before. */
  readonly fresh: Pick<Talk, 'mounts'>
  readonly limits: RunLimits
  readonly face: FaceFlags
  readonly directory: string
  readonly sandbox: SandboxChoice | null
}

/** One session after the other, as the person chooses. */
export async function talkOn(first: Talk, store: Store): Promise<void> {
  const openFace = chooseFace(first.face)
  const departures = new Departures()
  const now = { config: loadConfig(), follows: null as readonly string[] | null }
  for (let talk = first; ;) {
    const next = await talkOnce(talk, { ...now, store, openFace, departures })
    if (next.type === 'leave') return seeOff(departures)
    // Nothing on the way from one to the other may fail: outside of a chat, what is typed next is for a shell.
    const fresh = { ...first.fresh, id: newSessionId(), isKnown: false, name: null }
    const other =
      next.type === 'begin'
        ? { ...fresh, ...modelAfter(talk, next.model) }
        : { mounts: [], model: asItIs, modelOf: null, id: next.session, isKnown: true, name: null }
    talk = { ...first, ...other, prompt: '', typed: next.typed ?? [], newName: null }
    Object.assign(now, configAfter(now.config))
  }
}

/** What one session of a chat is talked about with. */
interface TalkParts extends Pick<FaceFacts, 'config' | 'follows' | 'store' | 'departures'> {
  readonly openFace: OpenFace
}

async function talkOnce(talk: Talk, parts: TalkParts): Promise<Next> {
  const { config, follows, store, departures, openFace } = parts
  const sandbox = talk.sandbox ?? config.sandbox ?? 'auto'
  const work = openWork(store, { config, sandbox, askedSandbox: talk.sandbox, stateDirectory: places().data })
  let leaving = null as Promise<void> | null
  try {
    const { id, isKnown, mounts, model, modelOf, limits, name, newName, directory } = talk
    const isUnconfined = (work.server !== null ? talk.sandbox : sandbox) === 'none'
    const remarks = isUnconfined ? ['unconfined'] : []
    const about = { session: id, known: isKnown, mounts, wish: model, modelOf }
    const facts = { ...about, config, limits, name, newName, directory }
    return await openFace({
      facts,
      prompt: talk.prompt,
      typed: talk.typed ?? [],
      follows,
      remarks,
      sandbox,
      flags: talk.face,
      config,
      store,
      work,
      departures,
      departing: (left) => {
        leaving = left
      },
    })
  } finally {
    if (leaving === null) await work.close()
    else
      departures.add(
        talk.id,
        leaving.finally(() => work.close()),
      )
  }
}

/** Waits for commands of sessions that were left for others; Ctrl+C does not. */
async function seeOff(departures: Departures): Promise<void> {
  const { sessions } = departures
  if (sessions.length === 0) return
  note(`waiting for what still runs in ${sessions.join(', ')}; Ctrl+C does not wait, and loses it`)
  const release = takeStops(() => departures.cut())
  await departures.all()
  release()
}

/** The model of a session that follows another: `left` as the other one said, else as recorded, else as it was wished for. */
function modelAfter({ id, isKnown, model, modelOf }: Talk, left: string): Pick<Talk, 'model' | 'modelOf'> {
  if (left !== '') return { model: { model: left, effort: null }, modelOf: null }
  return isKnown ? { model: asItIs, modelOf: id } : { model, modelOf }
}

/** The config file as it is now; one that cannot be read any more is said to be, and does not count. */
function configAfter(config: Config): Pick<FaceFacts, 'config' | 'follows'> {
  try {
    return { config: loadConfig(), follows: [] }
  } catch (error) {
    return { config, follows: [`${explainError(error).message}; what it said before holds`] }
  }
}
