import type { SessionId } from '../../core/values/ids.ts'
import type { WaitingSession } from '../postgres/waiting-sessions.ts'
import type { Tenant } from '../postgres/tenant.ts'

/** What a sweep works with. */
export interface SweepParts {
  readonly waiting: () => Promise<readonly WaitingSession[]>
  readonly wake: (tenant: Tenant, session: SessionId) => Promise<void>
  /** Hears of what went wrong; the next sweep tries again. */
  readonly failed: (error: unknown) => void
  readonly everyMs: number
}

/**
 * Wakes sessions whose commands still wait after a whole round: storing a command and waking its session are two steps, and
 * whoever took the first may have died before the second. Returns the stop.
 */
export function startSweep({ waiting, wake, failed, everyMs }: SweepParts): () => Promise<void> {
  let before: ReadonlySet<string> = new Set()
  let isOver = false
  const sweep = async (): Promise<void> => {
    const found = await waiting()
    const due = found.filter((one) => before.has(nameOf(one)))
    before = new Set(found.map(nameOf))
    for (const { tenant, session } of due) if (!isOver) await wake(tenant, session)
  }
  let running: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(sweep).catch(failed)
  }, everyMs)
  return async () => {
    isOver = true
    clearInterval(timer)
    await running
  }
}

function nameOf({ tenant, session }: WaitingSession): string {
  return `${tenant}/${session}`
}
