import { errorMessage } from '../../core/values/errors.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { openGateway } from '../../remote/gateway/open-gateway.ts'
import { startSweep } from '../../remote/gateway/sweep.ts'
import type { Tenant } from '../../remote/postgres/tenant.ts'
import { listModelKeys } from '../../remote/secrets/model-keys.ts'
import { listWaiting } from '../../remote/postgres/waiting-sessions.ts'
import { programVersion } from '../boot/program-version.ts'
import { roleNote } from './role-note.ts'
import { listenFailed } from './listen-failed.ts'
import { loadTemporal } from './load-temporal.ts'
import type { ServerStore } from './open-server-store.ts'
import { reachTemporal } from './reach-temporal.ts'
import type { Role } from './role.ts'
import type { TemporalPlace } from './server-flags.ts'

/** A lease that ended so long ago was left behind, ms; by then Temporal has mostly found another worker. */
const leftMs = 60_000

/** A command whose wake-up got lost waits for two of these at most, ms. */
const sweepMs = 15_000

/** How long requests may take to end when it is told to, ms. */
const mostStopMs = 10_000

/** Where a gateway listens. */
export interface GatewayWish {
  readonly port: number
  readonly hostname: string
}

/** Answers clients. */
export async function startGateway(store: ServerStore, temporal: TemporalPlace, wish: GatewayWish): Promise<Role> {
  const { wakeSession, wakeWaiting, usualDispatch, Client, Connection } = await loadTemporal()
  const { namespace, taskQueue, silenceMs } = temporal
  const connection = await reachTemporal(Connection, temporal)
  const client = new Client({ connection, namespace })
  const wakeBy = (way: typeof wakeSession) => (tenant: Tenant, session: SessionId) =>
    way(client, { tenant, session }, { ...usualDispatch, taskQueue, silenceMs })
  const failed = (error: unknown, request = 'sweep') => roleNote(`gateway: ${request}: ${errorMessage(error)}`)
  const gateway = await openGateway(
    {
      keys: store.postgres.keys,
      storeOf: (tenant) => store.storeOf(tenant),
      deltasOf: (tenant) => store.postgres.deltas(tenant),
      attendanceOf: (tenant) => store.postgres.attendance(tenant),
      wake: wakeBy(wakeSession),
      troubleOf: (tenant, session) => store.postgres.troubles(tenant).get(session),
      commands: () => store.postgres.workers.commands(taskQueue),
      keyedProviders: (tenant) => listModelKeys(store.postgres.database, tenant),
      version: programVersion(),
      isReady: async () => {
        await store.postgres.ping()
        await connection.workflowService.describeNamespace({ namespace })
      },
      whySilent: () => store.postgres.database.trouble,
      failed,
    },
    { ...wish, graceMs: mostStopMs },
  ).catch(listenFailed(wish))
  const stopSweep = startSweep({
    waiting: () => listWaiting(store.postgres.database, Date.now() - leftMs),
    wake: wakeBy(wakeWaiting),
    failed,
    everyMs: sweepMs,
  })
  roleNote(`listening on http://${wish.hostname}:${gateway.port}`)
  return {
    ended: new Promise(() => undefined),
    mostStopMs,
    stop: async () => {
      await gateway.close()
      // Before the sweep, which may wait for an answer over it.
      await connection.close()
      await stopSweep()
    },
  }
}
