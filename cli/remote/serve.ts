import { takeStops } from '../boot/stop-signals.ts'
import { exitCodes } from '../outcome/outcome.ts'
import { openServerStore, type ServerStore } from './open-server-store.ts'
import type { Role } from './roles.ts'
import type { StorePlace } from './server-flags.ts'

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
    for (const start of starts) roles.unshift(await start(store))
    const stopped = Promise.withResolvers<undefined>()
    let isStopping = false
    const release = takeStops((stop) => {
      // Nobody reads stdout of a service.
      if (stop === 'closed') return
      if (isStopping) process.exit(exitCodes[stop])
      isStopping = true
      stopped.resolve(undefined)
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
