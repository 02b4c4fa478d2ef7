import type { Stage } from '../../core/effects/stage.ts'
import type { Host } from '../../core/host/host.ts'
import type { RunLimits } from '../../core/machine/run/events.ts'
import type { InputImage } from '../../core/ports/model.ts'
import type { Models } from '../../core/ports/models.ts'
import type { Store } from '../../core/ports/store.ts'
import type { ApiKind } from '../../core/values/model-facts.ts'
import type { CommandId, SessionId } from '../../core/values/ids.ts'
import { isKeyed } from '../session/session-ids.ts'
import { UsageError } from '../errors.ts'
import { userInput } from './user-input.ts'

/** A run to ask for. */
export interface RunWish {
  readonly session: SessionId
  readonly commandId: CommandId
  readonly api: ApiKind
  readonly prompt: string
  readonly images: readonly InputImage[]
  readonly limits: RunLimits
  /** The last entry before this process asked for anything: a worker takes in at once what opens the session. */
  readonly head: number
}

/** Where a reader of the run starts. */
export interface SubmittedRun {
  /** Entries of the run have a higher seq. */
  readonly after: number
  /** Whether an earlier command with this id asked for it. */
  readonly repeated: boolean
}

/**
 * Asks for the run, once for each command id. @throws UsageError when the id stands for another prompt
 */
export async function submitRun(
  wish: RunWish,
  store: Store,
  work: { readonly host: Pick<Host, 'submit'>; readonly models: Pick<Models, 'format'>; readonly stage: Stage },
): Promise<SubmittedRun> {
  const { session, commandId, limits, head } = wish
  const format = await work.models.format(wish.api)
  const input = userInput(wish.prompt, wish.images, format, work.stage)
  const known = await store.inbox.status(session, commandId)
  // The log of a fork, or of a session from elsewhere, has runs that were never in the inbox here.
  const earlier = known !== null || isKeyed(commandId) ? await findRequest(session, commandId, store) : null
  if (earlier !== null && earlier.ref !== input.ref) {
    throw new UsageError(`this --idempotency-key stands for another prompt in session ${session}; use another key`)
  }
  if (known === null) {
    await work.host.submit(session, commandId, { kind: 'run.request', input, limits }, work.stage.staged())
  }
  return { after: earlier?.after ?? head, repeated: known !== null || earlier !== null }
}

/** Where the log accepted a command, null when it has not yet. */
async function findRequest(session: SessionId, commandId: CommandId, store: Store) {
  const page = 1000
  for (let after = 0; ;) {
    const entries = await store.log.read(session, after, page)
    for (const { seq, event } of entries) {
      if (event.kind === 'run.requested' && event.commandId === commandId)
        return { after: seq - 1, ref: event.input.ref }
    }
    if (entries.length < page) return null
    after = entries.at(-1)?.seq ?? after
  }
}
