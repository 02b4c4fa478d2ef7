import { isSameOwner, type LeaseHolder, type LeaseOwner } from '../ports/leases.ts'
import type { Presence, Present } from '../ports/presence.ts'
import type { SessionId } from '../values/ids.ts'
import type { LivePorts } from './live-ports.ts'
import { digest } from './meeting-place.ts'
import { openRoll, type Joined } from './roll.ts'

/** How often it is looked whether somebody came or went, ms: a process that is killed tells nobody. */
const lookMs = 300

/** What presence stands on. */
export interface PresencePorts extends Omit<LivePorts, 'place'> {
  /** Where members are written down, best first; those that are not private are left alone. */
  readonly directories: readonly string[]
  /** What tells this store's sessions from another's: its directory. */
  readonly store: string
}

/** Presence by a small file for each member, which counts for as long as its process lives. */
export function openPresence(ports: PresencePorts): Presence {
  const rings = new Map<SessionId, Set<() => void>>()
  const roll = (session: SessionId) =>
    openRoll({ ...ports, name: `session-${digest(`${ports.store}\0${session}`, 16)}` })
  const list = async (session: SessionId): Promise<readonly Present[]> =>
    withDriver(roll(session).read(), livingHolder(await ports.leases.holder(session), ports.isGone))
  const ring = (session: SessionId): void => {
    for (const look of rings.get(session) ?? []) look()
  }
  return {
    list,
    join: (session, facts) => {
      const leave = roll(session).add({ ...ports.owner, ...facts, since: Date.now() })
      ring(session)
      return () => {
        leave()
        ring(session)
      }
    },
    watch: (session, changed) => {
      let last = ''
      let isOver = false
      const look = (): void => {
        void list(session).then(
          (present) => {
            const found = JSON.stringify(present)
            if (found === last || isOver) return
            last = found
            changed(present)
          },
          // The store says so to whoever reads it next.
          () => undefined,
        )
      }
      const timer = setInterval(look, lookMs).unref()
      const stopWatching = ports.log.watch(session, look)
      const looks = rings.get(session) ?? new Set()
      rings.set(session, looks.add(look))
      look()
      return () => {
        isOver = true
        clearInterval(timer)
        stopWatching()
        looks.delete(look)
        if (looks.size === 0) rings.delete(session)
      }
    },
  }
}

function livingHolder(holder: LeaseHolder | null, isGone: (owner: LeaseOwner) => boolean): LeaseOwner | null {
  return holder === null || holder.untilMs <= Date.now() || isGone(holder.owner) ? null : holder.owner
}

/** Members, and the driver if it is none of them. */
function withDriver(joined: readonly Joined[], driver: LeaseOwner | null): readonly Present[] {
  const present = joined.map((member) => ({ ...member, driving: driver !== null && isSameOwner(member, driver) }))
  if (driver === null || present.some(({ driving }) => driving)) return present
  return [...present, { ...driver, terminal: null, since: null, driving: true }]
}
