// Run by hand, once for every release whose workflow differs: node --experimental-transform-types test/support/record-histories.ts VERSION
// Writes what a real Temporal server recorded of a few sessions to test/golden/histories; what is there is never changed.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import proto from '@temporalio/proto'
import { driveStretch } from '../../core/host/index.ts'
import { openMemoryStore } from '../../core/store/memory/open-memory-store.ts'
import { openWorker } from '../../remote/temporal/open-worker.ts'
import { usualDispatch, wakeSession, workflowId, type Dispatch } from '../../remote/temporal/wake-session.ts'
import { bundleSessionWorkflow } from '../../remote/temporal/workflow-bundle.ts'
import { fakeModels } from './fake-model.ts'
import { openRig } from './host-rig.ts'
import { startTemporal } from './temporal.ts'

const [, , version] = process.argv
if (version === undefined) throw new Error('name the version, such as 0.1.0')
const directory = join(import.meta.dirname, '../golden/histories')

const server = await startTemporal()
const { code } = await bundleSessionWorkflow()

/** Prompts one after the other, each waited for, and what the server then knows of the workflow's first run. */
async function record(name: string, prompts: number, limits: Partial<Dispatch>): Promise<void> {
  const dispatch = { ...usualDispatch, taskQueue: name, ...limits }
  const rig = await openRig(
    openMemoryStore(),
    fakeModels(() => ({ text: 'Done.' })),
  )
  const worker = await openWorker({
    graceMs: 5_000,
    ...{ address: server.address, namespace: server.namespace, taskQueue: name, workflowBundle: { code } },
    stretchOf: () => async (session, signal, soon) => {
      const end = await driveStretch(session, rig.ports, signal, soon, async () => undefined)
      return { next: end.type === 'idle' ? 'rest' : 'more' }
    },
  })
  const address = { tenant: 'golden', session: rig.session }
  const handle = () => server.client.workflow.getHandle(workflowId(address))
  let firstRun: string | undefined
  for (let prompt = 1; prompt <= prompts; prompt++) {
    await rig.ask(`prompt ${prompt}`)
    await wakeSession(server.client, address, dispatch)
    firstRun ??= (await handle().describe()).runId
    while ((await rig.log()).filter(({ event }) => event.kind === 'run.finished').length < prompt) await wait(20)
  }
  await wait(500)
  const history = await server.client.workflow.getHandle(workflowId(address), firstRun).fetchHistory()
  const file = join(directory, `${version}-${name}.history`)
  if (existsSync(file)) throw new Error(`${file} is there already: it is never changed`)
  writeFileSync(file, proto.temporal.api.history.v1.History.encode(history).finish())
  await worker.stop()
}

await record('three-prompts', 3, {})
await record('idle-and-done', 1, { idleMs: 100 })
await record('begins-anew', 6, { mostEvents: 20 })
await server.stop()
