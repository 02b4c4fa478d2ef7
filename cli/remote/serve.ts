import { takeStops } from '../boot/stop-signals.ts'
import { exitCodes } from '../outcome/outcome.ts'
import { openServerStore, type ServerStore } from './open-server-store.ts'
import type { Role } from './role.ts'
import type { StorePlace } from './server-flags.ts'
import { roleNote } from './role-note.ts'

/** Longer than a worker may take to hand over; a role that has not ended by then hangs on something, and is ended, ms. */
const longestEndMs = 50_000

/**
 * Runs roles of a server until it is told to stop, then lets them come to a good end; SIGINT and SIGTERM are good ends of a
 * server. A second signal does not wait. Whoever serves brings the schema up to date.
 */
export async function serve(
  place: StorePlace,
  starts: readonly ((store: ServerStore) => Promise<Role>)[],
): Promise<void> {
  const store = await openServerStore(place, true)
  const roles: Role[] = []
  try {
    await store.checkBlobs()
    for (const start of starts) roles.unshift(await start(store))
    const stopped = Promise.withResolvers<undefined>()
    let isStopping = false
    const release = takeStops((stop) => {
      // Nobody reads stdout of a service.
      if (stop === 'closed') return
      if (isStopping) process.exit(exitCodes[stop])
      isStopping = true
      stopped.resolve(undefined)
      setTimeout(endAtOnce, longestEndMs).unref()
    })
    await Promise.race([stopped.promise, ...roles.map(({ ended }) => ended)])
    // Clients first, then the work.
    for (const role of roles.splice(0)) await role.stop()
    release()
  } finally {
    await Promise.allSettled(roles.map((role) => role.stop()))
    await store.close()
  }
}

/** What is under way stays with its leases and in Temporal, where others find it. */
function endAtOnce(): void {
  roleNote(`not ended after ${longestEndMs / 1_000} s: something does not answer; what was under way is left to others`)
  process.exit(exitCodes.failed)
}
