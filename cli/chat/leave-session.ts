import { FailedError } from '../errors.ts'
import { explainError } from '../outcome/explain-error.ts'
import type { SandboxChoice } from '../config/config-file.ts'
import { ensureDriver } from '../work/background.ts'
import { note } from './block.ts'
import type { Desk } from './desk.ts'

/** How long a model's answer may take to end when its session is left, ms: it can be asked for again. */
const patienceMs = 2_000

/** The same before the process is stopped, ms: a person waits for the prompt of their shell. */
const shortPatienceMs = 300

/** How a session is left. */
export interface Leaving {
  /** As in the chat that is left: commands go on in the same way. */
  readonly sandbox: SandboxChoice
  /** Ends waiting for a command. */
  readonly hurry: AbortSignal
  /** How to come back is said elsewhere. */
  readonly isQuiet?: boolean
}

/**
 * Leaves a session to others. What this process works on goes on in the background: it is handed over where nothing is
 * in flight. An answer of the model is asked for anew after a moment; a command cannot be, and is waited for.
 */
export async function leaveSession(desk: Desk, { sandbox, hurry, isQuiet = false }: Leaving): Promise<void> {
  const { client } = desk
  if (client.conversation === null) return
  const { session, attachment } = client
  const wayBack = `session ${session}; lightspeed chat -r ${session} goes on with it`
  if (!isAtWork(desk)) return isQuiet ? undefined : desk.show(note(wayBack))
  desk.show(
    note(
      attachment?.runsCommand === true
        ? 'the run goes on in the background as soon as the command is done; Ctrl+C twice does not wait, and loses it'
        : 'handing the run over to the background',
    ),
  )
  await attachment?.handOver(patienceMs, hurry)
  await client.close()
  const driver = await ensureDriver(session, desk.work, sandbox)
  desk.show(
    note(
      driver === null
        ? wayBack
        : `the run goes on in the background (pid ${driver.pid}); lightspeed attach ${session} joins it, lightspeed stop ${session} ends it`,
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

/** Whether somebody has to go on where this process leaves off. */
function isAtWork({ client, underWay, run }: Desk): boolean {
  return client.attachment?.isDriving === true && (underWay !== null || (run?.queued.length ?? 0) > 0)
}

/** What went wrong, with the command that goes on with the session. */
export function withWayBack(error: unknown, { client }: Pick<Desk, 'client'>): unknown {
  if (client.conversation === null) return error
  const { code, message } = explainError(error)
  const told = new FailedError(code, `${message}; lightspeed chat -r ${client.session} goes on with the session`)
  return error instanceof Error ? Object.assign(told, { stack: error.stack }) : told
}
