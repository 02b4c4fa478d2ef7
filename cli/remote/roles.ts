import { fileURLToPath } from 'node:url'
import type { ConfiguredProvider } from '../../core/models/providers-config.ts'
import { errorCode, errorMessage, isPassing } from '../../core/values/errors.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { openGateway } from '../../remote/gateway/open-gateway.ts'
import { startSweep } from '../../remote/gateway/sweep.ts'
import { tenant, type Tenant } from '../../remote/postgres/tenant.ts'
import { listWaiting } from '../../remote/postgres/waiting-sessions.ts'
import { readMasterKey } from '../../remote/secrets/master-key.ts'
import { openModelKeys } from '../../remote/secrets/model-keys.ts'
import type { SessionAddress } from '../../remote/temporal/messages.ts'
import type { Deployment } from '../../remote/temporal/open-worker.ts'
import type { SandboxChoice } from '../config/config-file.ts'
import { FailedError } from '../errors.ts'
import { note } from '../render/print.ts'
import { programVersion } from '../boot/program-version.ts'
import { announceWorker, readCommandPolicy } from './announce-worker.ts'
import { loadTemporal } from './load-temporal.ts'
import type { ServerStore } from './open-server-store.ts'
import { openStretches } from './open-stretches.ts'
import { reachTemporal, temporalFailed } from './reach-temporal.ts'
import type { TemporalPlace } from './server-flags.ts'

/** A part of a server that runs. */
export interface Role {
  /** Rejects when it cannot go on. */
  readonly ended: Promise<void>
  /** Lets what is under way come to a good end. */
  stop(): Promise<void>
}

/** What a worker is started with. */
export interface WorkerWish {
  readonly sandbox: SandboxChoice
  readonly sessionsAtOnce: number
  /** The build that this is; null: sessions are taken whatever build they began with. */
  readonly deployment: (Deployment & { readonly promotes: boolean }) | null
  readonly providers: readonly ConfiguredProvider[]
  /** Holds what commands leave on disk. */
  readonly stateDirectory: string
}

/** Works on the sessions of a queue. */
export async function startWorker(store: ServerStore, temporal: TemporalPlace, wish: WorkerWish): Promise<Role> {
  const { openWorker, promote, Client, Connection } = await loadTemporal()
  // Asked for at once: a worker that could not open any key is of no use.
  const masterKey = await readMasterKey(process.env)
  const commands = await readCommandPolicy(wish.sandbox)
  const connection = await reachTemporal(Connection, temporal)
  const stretches = openStretches({
    ...wish,
    storeOf: (tenant) => store.storeOf(tenant),
    deltasOf: (tenant) => store.postgres.deltas(tenant),
    keysOf: (tenant) => openModelKeys(store.postgres.database, tenant, () => Promise.resolve(masterKey)),
  })
  const worker = await openWorker({
    ...temporal,
    workflowBundle: { codePath: fileURLToPath(new URL('../session-workflow.js', import.meta.url)) },
    stretchOf: (tenant) => stretches.of(tenant),
    sessionsAtOnce: wish.sessionsAtOnce,
    deployment: wish.deployment,
    failed: (address, error, attempt) => {
      note(`worker: session ${address.session} of ${address.tenant}: ${errorMessage(error)}`)
      if (attempt >= lastingAttempt && !isPassing(error)) void tell(store, address, error)
    },
  }).catch(temporalFailed(temporal))
  if (wish.deployment?.promotes === true) {
    await promote(new Client({ connection, namespace: temporal.namespace }), wish.deployment).catch(
      (error: unknown) => {
        throw new FailedError('not-promoted', errorMessage(error))
      },
    )
  }
  await connection.close()
  const leave = await announceWorker(store.postgres.workers, temporal.taskQueue, commands)
  note(`working on sessions of queue ${temporal.taskQueue}`)
  return {
    ended: worker.ended,
    stop: async () => {
      // At once: where the database hangs, saying goodbye to it must not keep work from being handed over.
      await Promise.all([leave(), worker.stop()])
      await stretches.close()
    },
  }
}

/** Attempts at a stretch of work after which those who wait are told why it fails. */
const lastingAttempt = 3

async function tell(store: ServerStore, { tenant: name, session }: SessionAddress, error: unknown): Promise<void> {
  const trouble = { code: errorCode(error) ?? 'internal', message: errorMessage(error) }
  // Told again with the next attempt.
  await store.postgres
    .troubles(tenant(name))
    .put(session as SessionId, trouble)
    .catch((failure: unknown) => {
      note(`worker: ${errorMessage(failure)}`)
    })
}

/** A lease that ended so long ago was left behind, ms; by then Temporal has mostly found another worker. */
const leftMs = 60_000

/** A command whose wake-up got lost waits for two of these at most, ms. */
const sweepMs = 15_000

/** Where a gateway listens. */
export interface GatewayWish {
  readonly port: number
  readonly hostname: string
}

/** Answers clients. */
export async function startGateway(store: ServerStore, temporal: TemporalPlace, wish: GatewayWish): Promise<Role> {
  const { wakeSession, usualDispatch, Client, Connection } = await loadTemporal()
  const { namespace, taskQueue, silenceMs } = temporal
  const connection = await reachTemporal(Connection, temporal)
  const client = new Client({ connection, namespace })
  const wake = (tenant: Tenant, session: SessionId) =>
    wakeSession(client, { tenant, session }, { ...usualDispatch, taskQueue, silenceMs })
  const failed = (error: unknown, request = 'sweep') => note(`gateway: ${request}: ${errorMessage(error)}`)
  const gateway = await openGateway(
    {
      keys: store.postgres.keys,
      storeOf: (tenant) => store.storeOf(tenant),
      deltasOf: (tenant) => store.postgres.deltas(tenant),
      attendanceOf: (tenant) => store.postgres.attendance(tenant),
      wake,
      troubleOf: (tenant, session) => store.postgres.troubles(tenant).get(session),
      commands: () => store.postgres.workers.commands(taskQueue),
      version: programVersion(),
      isReady: async () => {
        await store.postgres.ping()
        await connection.workflowService.describeNamespace({ namespace })
      },
      failed,
    },
    wish,
  )
  const stopSweep = startSweep({
    waiting: () => listWaiting(store.postgres.database, Date.now() - leftMs),
    wake,
    failed,
    everyMs: sweepMs,
  })
  note(`listening on http://${wish.hostname}:${gateway.port}`)
  return {
    ended: new Promise(() => undefined),
    stop: async () => {
      await gateway.close()
      // Before the sweep, which may wait for an answer over it.
      await connection.close()
      await stopSweep()
    },
  }
}
