import { homedir } from 'node:os'
import { parse } from 'node:path'
import type { RunLimits } from '../../core/machine/run/events.ts'
import type { Store } from '../../core/ports/store.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { MountSpec } from '../args/mount-spec.ts'
import { takeStops } from '../boot/stop-signals.ts'
import { environment } from '../auth/environment.ts'
import { firstRun, lacksKey, type FirstRun } from '../auth/first-run.ts'
import { openWork } from '../compose.ts'
import type { Config, SandboxChoice } from '../config/config-file.ts'
import { loadConfig, openStore, places } from '../open-store.ts'
import { explainError } from '../outcome/explain-error.ts'
import { exitCodes } from '../outcome/outcome.ts'
import { sessionOrLast } from '../session/pick-session.ts'
import { newSessionId } from '../session/session-ids.ts'
import { wishedSession } from '../session/session-wish.ts'
import type { ModelWish } from '../session/change-model.ts'
import { note } from '../render/print.ts'
import { readLimits, readMounts } from '../work/run-flags.ts'
import type { ChatFlagValues } from './chat-flags.ts'
import { Departures } from './departures.ts'
import { chooseFace, requireTerminal } from './face.ts'
import type { FaceFacts, FaceFlags, OpenFace } from './face-facts.ts'
import type { Input } from '../tui/keys/read-input.ts'
import type { Next } from './commands/slash-command.ts'

/** `lightspeed chat` as it was typed. */
export interface ChatCall {
  readonly flags: ChatFlagValues
  readonly words: readonly string[]
  readonly directory: string
}

/** `lightspeed attach` as it was typed. */
export interface AttachCall {
  readonly flags: FaceFlags
  readonly wanted: string | undefined
  readonly directory: string
}

/** Opens a chat and stays until the person leaves. */
export async function performChat({ flags, words, directory }: ChatCall): Promise<void> {
  requireTerminal()
  const wish = { continue: flags.continue, resume: flags.resume, sessionId: flags['session-id'], idempotencyKey: null }
  const store = await openStore()
  try {
    const { id, known } = await wishedSession(wish, store, directory)
    const given = readMounts(flags)
    const mounts = flags['no-mount'] ? [] : given.length > 0 ? given : ownMount(directory)
    const first = known === null ? await askFirst(flags.model) : { type: 'ready' as const }
    if (first.type === 'left') {
      process.exitCode = exitCodes.interrupted
      return
    }
    const model = { model: first.type === 'chosen' ? first.model : flags.model, effort: flags.effort }
    const limits = readLimits(flags, loadConfig().maxTurns)
    const isKnown = known !== null
    const subject = { id, isKnown, name: flags.name ?? known?.name ?? null, newName: isKnown ? flags.name : null }
    const about = { mounts: isKnown ? given : mounts, model, modelOf: null }
    const talk = { ...subject, ...about, fresh: { mounts }, limits }
    await talkOn({ ...talk, prompt: words.join(' '), face: flags, directory, sandbox: flags.sandbox }, store)
  } finally {
    await store.close()
  }
}

/** Joins a session and stays until the person leaves. */
export async function performAttach({ flags, wanted, directory }: AttachCall): Promise<void> {
  requireTerminal()
  const store = await openStore()
  try {
    const { id, name } = await sessionOrLast(store, wanted, directory)
    const limits = readLimits(noLimits, loadConfig().maxTurns)
    const fresh = { mounts: ownMount(directory) }
    const about = { id, isKnown: true, name, newName: null, mounts: [], model: asItIs, modelOf: null }
    const talk = { ...about, fresh, limits }
    await talkOn({ ...talk, prompt: '', face: flags, directory, sandbox: null }, store)
  } finally {
    await store.close()
  }
}

/** Asks a newcomer for a key, where one is missing. */
async function askFirst(model: string | null): Promise<FirstRun> {
  const config = loadConfig()
  const env = environment(config.providers)
  if (!lacksKey({ config, env }, model)) return { type: 'ready' }
  return firstRun({ directory: places().config, config, env }, model)
}

/** Goes on with a session that was picked. */
export function performResume(session: SessionId): Promise<void> {
  return performAttach({ flags: { plain: false, theme: null, color: null }, wanted: session, directory: process.cwd() })
}

const noLimits = {
  'max-turns': null,
  'max-tool-calls': null,
  'max-tokens': null,
  'max-budget-usd': null,
  timeout: null,
} as const

/** What a chat is about. */
interface Talk {
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
async function talkOn(first: Talk, store: Store): Promise<void> {
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

const asItIs: ModelWish = { model: null, effort: null }

/** The directory that a chat is about unless told otherwise; a home or a root is too much to take in unasked. */
function ownMount(directory: string): readonly MountSpec[] {
  if (directory === homedir() || directory === parse(directory).root) return []
  return [{ source: directory, path: null, readOnly: false }]
}
