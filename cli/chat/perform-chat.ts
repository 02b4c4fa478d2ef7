import { homedir } from 'node:os'
import { parse } from 'node:path'
import type { SessionId } from '../../core/values/ids.ts'
import type { MountSpec } from '../args/mount-spec.ts'
import { environment } from '../auth/environment.ts'
import { firstRun, lacksKey, type FirstRun } from '../auth/first-run.ts'
import { loadConfig, openStore, places } from '../open-store.ts'
import { exitCodes } from '../outcome/outcome.ts'
import { sessionOrLast } from '../session/pick-session.ts'
import { wishedSession } from '../session/session-wish.ts'
import { readLimits, readMounts } from '../work/run-flags.ts'
import type { ChatFlagValues } from './chat-flags.ts'
import { requireTerminal } from './face.ts'
import type { FaceFlags } from './face-facts.ts'
import { asItIs, talkOn } from './talk-on.ts'

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

/** The directory that a chat is about unless told otherwise; a home or a root is too much to take in unasked. */
function ownMount(directory: string): readonly MountSpec[] {
  if (directory === homedir() || directory === parse(directory).root) return []
  return [{ source: directory, path: null, readOnly: false }]
}
