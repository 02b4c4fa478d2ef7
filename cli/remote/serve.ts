import { takeStops } from '../boot/stop-signals.ts'
import { exitCodes } from '../outcome/outcome.ts'
import { openServerStore, type ServerStore } from './open-server-store.ts'
import type { Role } from './role.ts'
import type { StorePlace } from './server-flags.ts'
import { roleNote } from './role-note.ts'

/** On top of what its roles may take to end; after that one hangs on something, and all are ended, ms. */
const hangingMs = 40_000

/**
 * Runs roles of a server until it is told to stop, then lets them come to a good end; SIGINT and SIGTERM are good ends of a
 * server. A second signal does not wait. Whoever serves brings the schema up to date. The role that was started first ends first.
 */
export async function serve(
  place: StorePlace,
  starts: readonly ((store: ServerStore) => Promise<Role>)[],
): Promise<void> {
  const store = await openServerStore(place, true)
  const all: Role[] = []
  const roles: Role[] = []
  try {
    await store.checkBlobs()
    const abandon = (): void => all.forEach((role) => role.abandon?.())
    const stopped = Promise.withResolvers<undefined>()
    let isStopping = false
    const release = takeStops((stop) => {
      // Nobody reads stdout of a service.
      if (stop === 'closed') return
      if (isStopping) {
        abandon()
        process.exit(exitCodes[stop])
      }
      isStopping = true
      stopped.resolve(undefined)
      const longestMs = all.reduce((sum, { mostStopMs }) => sum + mostStopMs, hangingMs)
      setTimeout(() => {
        abandon()
        endAtOnce(longestMs)
      }, longestMs).unref()
    })
    for (const start of starts) {
      if (isStopping) break
      const role = await start(store)
      all.push(role)
      roles.push(role)
    }
    await Promise.race([stopped.promise, ...roles.map(({ ended }) => ended)])
    // The work first: whoever waits for what is under way sees it end.
    for (let role = roles.shift(); role !== undefined; role = roles.shift()) await role.stop()
    release()
  } finally {
    await Promise.allSettled(roles.map((role) => role.stop()))
    await store.close()
  }
}

/** What is under way stays with its leases and in Temporal, where others find it. */
function endAtOnce(longestMs: number): void {
  roleNote(`not ended after ${longestMs / 1_000} s: something does not answer; what was under way is left to others`)
  process.exit(exitCodes.failed)
}
