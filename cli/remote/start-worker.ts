import { fileURLToPath } from 'node:url'
import type { ConfiguredProvider } from '../../core/models/providers-config.ts'
import { errorMessage } from '../../core/values/errors.ts'
import { readMasterKey } from '../../remote/secrets/master-key.ts'
import { openModelKeys } from '../../remote/secrets/model-keys.ts'
import type { Deployment } from '../../remote/temporal/open-worker.ts'
import type { SandboxChoice } from '../config/config-file.ts'
import { FailedError } from '../errors.ts'
import { roleNote } from './role-note.ts'
import { announceWorker, readCommandPolicy } from './announce-worker.ts'
import { loadTemporal } from './load-temporal.ts'
import type { ServerStore } from './open-server-store.ts'
import { openStretches } from './open-stretches.ts'
import { reachTemporal, temporalFailed } from './reach-temporal.ts'
import type { Role } from './role.ts'
import type { TemporalPlace } from './server-flags.ts'
import { openTroubleTeller } from './trouble-teller.ts'

/** What a worker is started with. */
export interface WorkerWish {
  readonly sandbox: SandboxChoice
  readonly sessionsAtOnce: number
  /** What is under way has so long to end when it is told to, ms. */
  readonly graceMs: number
  /** The build that this is; null: sessions are taken whatever build they began with. */
  readonly deployment: (Deployment & { readonly promotes: boolean }) | null
  readonly providers: readonly ConfiguredProvider[]
  /** Holds what commands leave on disk. */
  readonly stateDirectory: string
}

/** Works on the sessions of a queue. */
export async function startWorker(store: ServerStore, temporal: TemporalPlace, wish: WorkerWish): Promise<Role> {
  const { openWorker, cutMs, installRuntime, promote, Client, Connection } = await loadTemporal()
  installRuntime(roleNote)
  // Asked for at once: a worker that could not open any key is of no use.
  const masterKey = await readMasterKey(process.env)
  const commands = await readCommandPolicy(wish.sandbox)
  const connection = await reachTemporal(Connection, temporal)
  const troubles = openTroubleTeller((tenant) => store.postgres.troubles(tenant))
  const stretches = openStretches({
    ...wish,
    hindered: troubles.hindered,
    lost: troubles.lost,
    storeOf: (tenant) => store.storeOf(tenant),
    deltasOf: (tenant) => store.postgres.deltas(tenant),
    keysOf: (tenant) => openModelKeys(store.postgres.database, tenant, () => Promise.resolve(masterKey)),
  })
  const worker = await openWorker({
    ...temporal,
    workflowBundle: { codePath: fileURLToPath(new URL('../session-workflow.js', import.meta.url)) },
    stretchOf: (tenant) => stretches.of(tenant),
    sessionsAtOnce: wish.sessionsAtOnce,
    graceMs: wish.graceMs,
    deployment: wish.deployment,
    failed: troubles.failed,
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
  roleNote(`working on sessions of queue ${temporal.taskQueue}`)
  return {
    ended: worker.ended,
    mostStopMs: wish.graceMs + cutMs,
    abandon: stretches.abandon,
    stop: async () => {
      const words = `what is under way has ${wish.graceMs / 1_000} s to end, a second signal does not wait`
      roleNote(`worker: takes no new work; ${words}`)
      // At once: where the database hangs, saying goodbye to it must not keep work from being handed over.
      const [work, leaving] = await Promise.allSettled([worker.stop(), leave()])
      // Temporal gives up on work that does not end when it is cut, because the database hangs, say.
      if (work.status === 'rejected') stretches.abandon()
      await stretches.close()
      for (const end of [work, leaving]) if (end.status === 'rejected') throw end.reason
    },
  }
}
