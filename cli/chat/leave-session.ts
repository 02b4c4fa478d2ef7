import { FailedError } from '../errors.ts'
import { explainError } from '../outcome/explain-error.ts'
import type { SandboxChoice } from '../config/config-file.ts'
import { ensureDriver } from '../work/background.ts'
import { note } from './block.ts'
import { unstoredWords } from './unstored-words.ts'
import type { Next } from './commands/slash-command.ts'
import type { Departures } from './departures.ts'
import type { Desk } from './desk.ts'
import { commandLine } from '../remote/typed-remote.ts'

/** How long a model's answer may take to end when its session is left, ms: it can be asked for again. */
const patienceMs = 2_000

/** How long what was just sent may take to be stored, ms; longer, it is a draft. */
const storingMs = 10_000

/** How long an answer may take before the process is stopped, ms: a person waits for the prompt of their shell. */
const shortPatienceMs = 300

/** How a session is left. */
export interface Leaving {
  /** As in the chat that is left: commands go on in the same way. */
  readonly sandbox: SandboxChoice
  /** Ends waiting for a command. */
  readonly hurry: AbortSignal
  /**
   * `failed`: how to come back is said elsewhere; `opened`: another session is opened meanwhile, and a command that runs
   * is waited for behind it.
   */
  readonly how: 'left' | 'failed' | 'opened'
}

/**
 * Leaves a session to others. What this process works on goes on in the background: it is handed over where nothing is
 * in flight. An answer of the model is asked for anew after a moment; a command cannot be, and is waited for.
 */
export async function leaveSession(desk: Desk, { sandbox, hurry, how }: Leaving): Promise<void> {
  const { client, work } = desk
  // Sent in the same breath.
  await client.stored(AbortSignal.any([hurry, AbortSignal.timeout(storingMs)]))
  for (const words of unstoredWords(client.onTheWay.notStored)) desk.show(note(words, 'warning'))
  const { session, attachment } = client
  const wayBack = `session ${session}; ${commandLine(`chat -r ${session}`)} goes on with it`
  if (client.conversation === null) {
    // It may be left while it is still being read.
    if (client.isKnown && how !== 'failed') desk.show(note(wayBack))
    return
  }
  const isDrivenElsewhere = attachment?.driving?.type === 'following'
  if (isDrivenElsewhere || !(isAtWork(desk) || (await work.host.wantsDriver(session))))
    return how === 'failed' ? undefined : desk.show(note(wayBack))
  const what = desk.underWay === 'shell' ? 'the session' : 'the run'
  desk.show(
    note(
      attachment?.runsCommand === true
        ? `${what} goes on in the background as soon as the command is done; ${waitingHints[how]}`
        : 'handing the run over to the background',
    ),
  )
  await attachment?.handOver(patienceMs, hurry)
  await client.close()
  const driver = await ensureDriver(session, work, sandbox)
  desk.show(
    note(
      driver === null
        ? wayBack
        : `${what} goes on in the background (pid ${driver.pid}); ${commandLine(`attach ${session}`)} joins it, ${commandLine(`stop ${session}`)} ends it`,
    ),
  )
}

/**
 * Has the background go on while this process is stopped, unless a command runs here, which nobody else can go on with.
 * `attachment.takePart` comes back.
 */
export async function standAside(desk: Desk, sandbox: SandboxChoice): Promise<void> {
  const { attachment, session } = desk.client
  if (attachment === null || !isAtWork(desk) || attachment.runsCommand) return
  if (await attachment.standAside(shortPatienceMs)) await ensureDriver(session, desk.work, sandbox)
}

const waitingHints = {
  left: 'Ctrl+C twice does not wait, and loses it',
  failed: 'Ctrl+C twice does not wait, and loses it',
  opened: '/resume comes back then',
}

/** Why another session cannot be opened yet; null when it can. Two of one process would take the lease from each other. */
export function whyNotYet(next: Next, departures: Departures): string | null {
  if (next.type !== 'open' || !departures.has(next.session)) return null
  return `a command still runs in session ${next.session}, which was left: come back when it is done`
}

/** Whether somebody has to go on where this process leaves off. */
function isAtWork({ client, underWay, run }: Desk): boolean {
  return client.attachment?.isDriving === true && (underWay !== null || (run?.queued.length ?? 0) > 0)
}

/** What went wrong, with the command that goes on with the session. */
export function withWayBack(error: unknown, { client }: Pick<Desk, 'client'>): unknown {
  if (client.conversation === null) return error
  const { code, message } = explainError(error)
  const told = new FailedError(code, `${message}; ${commandLine(`chat -r ${client.session}`)} goes on with the session`)
  return error instanceof Error ? Object.assign(told, { stack: error.stack }) : told
}
