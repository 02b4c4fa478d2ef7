import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { driveStretch, openHost, systemClock, thisProcess } from '../../../core/host/index.ts'
import type { HostPorts } from '../../../core/host/ports.ts'
import type { StoredEntry } from '../../../core/log/entry.ts'
import { hashBlob } from '../../../core/store/hash-blob.ts'
import type { CommandId, OpId } from '../../../core/values/ids.ts'
import { connectRemote } from '../../../remote/client/connect-remote.ts'
import { openRemoteHost } from '../../../remote/client/open-remote-host.ts'
import { openRemoteStore } from '../../../remote/client/open-remote-store.ts'
import { openGateway } from '../../../remote/gateway/open-gateway.ts'
import { openPostgres } from '../../../remote/postgres/open-postgres.ts'
import { tenant } from '../../../remote/postgres/tenant.ts'
import { openWorker } from '../../../remote/temporal/open-worker.ts'
import { usualDispatch, wakeSession } from '../../../remote/temporal/wake-session.ts'
import { newSession, session } from '../../contract/store-samples.ts'
import { fakeFormat, fakeModels, type FakeAnswer } from '../../support/fake-model.ts'
import { startPostgres } from '../../support/postgres.ts'
import { noLimits } from '../../support/simulator.ts'
import { startForWorkflow } from '../../support/session-workflow.ts'
import { temporalProgram, temporalSuffix, type TemporalServer } from '../../support/temporal.ts'
import { noLargeBlobs } from '../postgres/no-large-blobs.ts'
import { waitFor } from '../../support/wait-for.ts'

const postgresServer = startPostgres()

describe.skipIf(temporalProgram === null)(`client, gateway, Temporal, worker, Postgres${temporalSuffix}`, () => {
  let temporal: TemporalServer
  let code: string
  beforeAll(async () => {
    ;({ server: temporal, code } = await startForWorkflow())
  })
  afterAll(() => temporal.stop())

  /** Each stack is of another tenant: workflows are named by that, and all are in one Temporal. */
  let tenants = 0

  /** Two processes as far as Postgres sees: one with the gateway, one with the worker. */
  async function openStack(answer: (signal: AbortSignal) => FakeAnswer | Promise<FakeAnswer>) {
    const url = await postgresServer().createDatabase()
    const ours = tenant(`t${tenants++}`)
    const [front, back] = [await openPostgres({ url, migrates: true }), await openPostgres({ url })]
    const dispatch = { ...usualDispatch, taskQueue: ours }
    const gateway = await openGateway(
      {
        keys: front.keys,
        storeOf: (name) => front.store(name, noLargeBlobs),
        deltasOf: front.deltas,
        attendanceOf: front.attendance,
        wake: (name, id) => wakeSession(temporal.client, { tenant: name, session: id }, dispatch),
        troubleOf: async () => null,
        keyedProviders: async () => [],
        commands: async () => 'unconfined',
        version: '1.2.3',
      },
      { port: 0, graceMs: 500 },
    )
    const ports: HostPorts = {
      store: back.store(ours, noLargeBlobs),
      deltas: back.deltas(ours),
      models: fakeModels((_, signal) => answer(signal)),
      toolset: async () => ({ specs: [], find: () => null, run: async () => ({ outcome: 'error', text: 'no tool' }) }),
      shell: async () => ({ run: async () => ({ outcome: 'error', text: 'no shell' }) }),
      clock: systemClock,
      hash: hashBlob,
      owner: thisProcess(),
    }
    const worker = await openWorker({
      graceMs: 30_000,
      ...{ address: temporal.address, namespace: temporal.namespace, taskQueue: dispatch.taskQueue },
      workflowBundle: { code },
      stretchOf: () => async (id, signal, soon) => {
        const end = await driveStretch(id, ports, signal, soon, async () => undefined)
        return { next: end.type === 'idle' ? 'rest' : 'more' }
      },
    })
    onTestFinished(async () => {
      await worker.stop()
      await gateway.close()
      await Promise.all([front.close(), back.close()])
    })
    const { key } = await front.keys.create(ours, 'laptop')
    const remote = await connectRemote({ url: `http://127.0.0.1:${gateway.port}`, key })
    onTestFinished(() => remote.close())
    const store = openRemoteStore(remote)
    return { store, host: openRemoteHost(remote, store), local: openHost(ports), deltas: ports.deltas }
  }

  function stage(value: unknown) {
    const bytes = new TextEncoder().encode(JSON.stringify(value))
    return { ref: hashBlob(bytes), bytes }
  }

  async function begin({ store, host }: Pick<Awaited<ReturnType<typeof openStack>>, 'store' | 'host'>) {
    await store.sessions.create(newSession())
    const [instructions, specs, item] = [stage('be brief'), stage([]), stage(fakeFormat.userItem('hello'))]
    const model = { api: 'openai-responses', provider: 'test', model: 'm', effort: null, dialect: 'plain' } as const
    await host.submit(
      session,
      'create' as CommandId,
      {
        ...{ kind: 'session.create', ...model, windowTokens: 1000, name: null },
        ...{ instructionsRef: instructions.ref, toolsRef: specs.ref },
      },
      [instructions, specs],
    )
    const input = { kind: 'user', ref: item.ref, sizeBytes: item.bytes.byteLength } as const
    await host.submit(session, 'ask' as CommandId, { kind: 'run.request', input, limits: noLimits }, [item])
  }

  test('a prompt given here is answered there, and seen as it is written', async () => {
    const [asked, may] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()]
    const stack = await openStack(async () => {
      asked.resolve(undefined)
      await may.promise
      return { text: 'an answer' }
    })
    const { host, local, deltas } = stack
    let text = ''
    onTestFinished(host.deltas(session, ({ part }) => (text += part.type === 'text' ? part.text : '')))
    await begin(stack)
    await host.settled(session, 'ask' as CommandId, new AbortController().signal)
    await asked.promise
    deltas.publish(session, { opId: 'r1/t1/model' as OpId, attempt: 1, n: 0, part: { type: 'text', text: 'an ans' } })
    await waitFor(() => expect(text).toBe('an ans'))
    may.resolve(undefined)
    const seen: StoredEntry[] = []
    for await (const entry of host.follow(session, 0, new AbortController().signal)) {
      seen.push(entry)
      if (entry.event.kind === 'run.finished') break
    }
    expect(seen.at(-1)?.event).toMatchObject({ outcome: { type: 'completed' } })
    await waitFor(async () => expect(await host.state(session)).toEqual(await local.state(session)))
  })

  test('cancelled from here, the model call there ends', async () => {
    const [asked, aborted] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()]
    const stack = await openStack((signal) => {
      asked.resolve(undefined)
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          aborted.resolve(undefined)
          reject(new Error('aborted'))
        })
      })
    })
    await begin(stack)
    await asked.promise
    expect(await stack.host.holder(session)).toMatchObject({ isLiving: true })
    await stack.host.submit(session, 'stop' as CommandId, { kind: 'run.cancel', runId: null })
    await aborted.promise
    expect(await stack.host.drive(session, new AbortController().signal)).toMatchObject({ type: 'held' })
    expect((await stack.store.log.read(session, 0)).at(-1)?.event).toMatchObject({
      kind: 'run.finished',
      outcome: { type: 'cancelled' },
    })
  })
})
