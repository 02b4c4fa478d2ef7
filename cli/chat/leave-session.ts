import { FailedError } from '../errors.ts'
import { explainError } from '../outcome/explain-error.ts'
import type { SandboxChoice } from '../config/config-file.ts'
import { ensureDriver } from '../work/background.ts'
import { note } from './block.ts'
import type { Desk } from './desk.ts'

/** How long what is in flight may take to come to a place where it can be handed over, ms. */
const patienceMs = 2_000

/**
 * Leaves a session to others. A run that this process works on goes on in the background: it is handed over where
 * nothing is in flight, or after a moment all the same, and then recovered. `isQuiet`: the person is told how to come back.
 */
export async function leaveSession(desk: Desk, sandbox: SandboxChoice, isQuiet = false): Promise<void> {
  const { client } = desk
  if (client.conversation === null) return
  const { session } = client
  const { attachment } = client
  const isAtWork = attachment?.isDriving === true && (client.conversation.state.run.active ?? null) !== null
  if (!isAtWork && isQuiet) return
  if (!isAtWork) return desk.show(note(`session ${session}; lightspeed chat -r ${session} goes on with it`))
  desk.show(note('handing the run over to the background'))
  await attachment.handOver(patienceMs)
  await client.close()
  const driver = await ensureDriver(session, desk.work, sandbox)
  desk.show(
    note(
      driver === null
        ? `session ${session}; lightspeed chat -r ${session} goes on with it`
        : `the run goes on in the background (pid ${driver.pid}); lightspeed attach ${session} joins it, lightspeed stop ${session} ends it`,
    ),
  )
}

/** What went wrong, with the command that goes on with the session. */
export function withWayBack(error: unknown, { client }: Pick<Desk, 'client'>): unknown {
  if (client.conversation === null) return error
  const { code, message } = explainError(error)
  const told = new FailedError(code, `${message}; lightspeed chat -r ${client.session} goes on with the session`)
  return error instanceof Error ? Object.assign(told, { stack: error.stack }) : told
}
