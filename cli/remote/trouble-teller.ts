import type { Unrecorded } from '../../core/host/index.ts'
import { errorCode, errorMessage, isPassing } from '../../core/values/errors.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { tenant, type Tenant } from '../../remote/postgres/tenant.ts'
import type { PostgresTroubles } from '../../remote/postgres/troubles.ts'
import type { SessionAddress } from '../../remote/temporal/messages.ts'
import { leftBehind } from './left-behind.ts'
import { roleNote } from './role-note.ts'

/** Times that a session could not go on after which those who wait are told why. */
const lastingTimes = 3

/** Has those told who wait for a session why it does not go on. */
export interface TroubleTeller {
  /** A stretch of work failed, and is tried again. */
  failed(address: SessionAddress, error: unknown, attempt: number): void
  /** What a stretch needs is away or refuses, which it waits for; null: it goes on. */
  hindered(address: SessionAddress, hindrance: Error | null): void
  /** What this worker had of a session, and no other will. */
  lost(address: SessionAddress, unrecorded: Unrecorded): void
}

/** Opens the teller of a worker, which also notes all of it. */
export function openTroubleTeller(
  troublesOf: (tenant: Tenant) => Pick<PostgresTroubles, 'put' | 'remove'>,
): TroubleTeller {
  const times = new Map<string, number>()
  // One after the other, so that what is gone does not overtake what was in the way.
  let telling: Promise<void> = Promise.resolve()
  const tell = (told: () => Promise<void>): void => {
    // What fails here is told again with the next attempt.
    telling = telling.then(told).catch((failure: unknown) => roleNote(`worker: ${errorMessage(failure)}`))
  }
  const put = ({ tenant: owner, session }: SessionAddress, error: unknown, time: number): void => {
    if (time < lastingTimes || isPassing(error)) return
    const trouble = { code: errorCode(error) ?? 'internal', message: errorMessage(error) }
    tell(() => troublesOf(tenant(owner)).put(session as SessionId, trouble))
  }
  return {
    failed: (address, error, attempt) => {
      roleNote(`worker: ${nameOf(address)}: ${errorMessage(error)}`)
      put(address, error, attempt)
    },
    lost: (address, unrecorded) => {
      const words = leftBehind(unrecorded)
      if (words !== null) roleNote(`worker: ${nameOf(address)}: ${words}`)
    },
    hindered: (address, hindrance) => {
      const name = nameOf(address)
      const time = (times.get(name) ?? 0) + 1
      if (hindrance !== null) {
        if (time === 1) roleNote(`worker: ${name} waits: ${errorMessage(hindrance)}`)
        times.set(name, time)
        return put(address, hindrance, time)
      }
      times.delete(name)
      roleNote(`worker: ${name} goes on`)
      if (time > lastingTimes) tell(() => troublesOf(tenant(address.tenant)).remove(address.session as SessionId))
    },
  }
}

function nameOf({ tenant: owner, session }: SessionAddress): string {
  return `session ${session} of ${owner}`
}
