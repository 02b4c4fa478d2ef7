import { ApplicationFailure, Context } from '@temporalio/activity'
import { errorCode } from '../../core/values/errors.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { SessionAddress, WorkDone } from './messages.ts'

/** What a workflow can have done. */
export interface Activities {
  /** Works on a session from one place where it can be handed over to the next: a turn with its calls, mostly. */
  work(address: SessionAddress): Promise<WorkDone>
}

/** Works on one session as in `Host.drive`, in stretches. */
export interface Stretch {
  /** Aborting `signal` ends it at once, `soon` where nothing is in flight. */
  (session: SessionId, signal: AbortSignal, soon: AbortSignal): Promise<WorkDone>
}

/** How often a worker is heard within the time that it may be silent. */
const beats = 4

/** What activities work with. */
export interface ActivityParts {
  /** The way to work on a tenant's sessions. */
  readonly stretchOf: (tenant: string) => Stretch
  readonly soon: AbortSignal
  /** Hears why a stretch failed, which Temporal does not: its history may be read by others than the tenant. */
  readonly failed: (address: SessionAddress, error: unknown, attempt: number) => void
}

/** The activities of a worker. */
export function createActivities({ stretchOf, soon, failed }: ActivityParts): Activities {
  return {
    work: async ({ tenant, session }) => {
      const context = Context.current()
      const { heartbeatTimeoutMs = 15_000 } = context.info
      const beat = setInterval(() => context.heartbeat(), heartbeatTimeoutMs / beats)
      try {
        return await stretchOf(tenant)(session as SessionId, context.cancellationSignal, soon)
      } catch (error) {
        failed({ tenant, session }, error, context.info.attempt)
        throw ApplicationFailure.retryable('the log of the worker says why', errorCode(error) ?? 'unexpected')
      } finally {
        clearInterval(beat)
      }
    },
  }
}
