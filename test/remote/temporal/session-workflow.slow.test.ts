import { WorkflowNotFoundError } from '@temporalio/client'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { driveStretch } from '../../../core/host/index.ts'
import type { Command } from '../../../core/machine/commands.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { CommandId, SessionId } from '../../../core/values/ids.ts'
import type { Stretch } from '../../../remote/temporal/activities.ts'
import { openWorker } from '../../../remote/temporal/open-worker.ts'
import { usualDispatch, wakeSession, workflowId, type Dispatch } from '../../../remote/temporal/wake-session.ts'
import { fakeModels, type FakeAnswer } from '../../support/fake-model.ts'
import { fakeTool, openRig, type Rig } from '../../support/host-rig.ts'
import { startForWorkflow } from '../../support/session-workflow.ts'
import { temporalProgram, temporalSuffix, type TemporalServer } from '../../support/temporal.ts'

const tenant = 'ours'

describe.skipIf(temporalProgram === null)(`on a real Temporal server${temporalSuffix}`, () => {
  let server: TemporalServer
  let code: string
  beforeAll(async () => {
    ;({ server, code } = await startForWorkflow())
  })
  afterAll(() => server.stop())

  /** Of one test: tests do not see each other's sessions. */
  let queues = 0
  function dispatchWith(limits: Partial<Dispatch> = {}): Dispatch {
    return { ...usualDispatch, taskQueue: `sessions${++queues}`, ...limits }
  }

  async function working(rig: Rig, { taskQueue }: Dispatch, cachedWorkflows = 100) {
    const { address, namespace } = server
    const worker = await openWorker({
      ...{ address, namespace, taskQueue, cachedWorkflows, workflowBundle: { code } },
      stretchOf: () => stretch(rig),
      graceMs: 5_000,
    })
    onTestFinished(() => worker.stop())
    return worker
  }

  const wake = ({ session }: Rig, dispatch: Dispatch) => wakeSession(server.client, { tenant, session }, dispatch)
  const handleOf = ({ session }: Rig) => server.client.workflow.getHandle(workflowId({ tenant, session }))
  const runsEnded = async (rig: Rig) =>
    (await rig.log()).filter(({ event: { kind } }) => kind === 'run.finished').length
  const ended = (rig: Rig, runs: number) => expect.poll(() => runsEnded(rig), { timeout: 20_000 }).toBe(runs)

  test('a turn with its calls costs six events of history, the twentieth as much as the first', async () => {
    const dispatch = dispatchWith()
    const rig = await openRig(openMemoryStore(), looksAround(20), [look])
    await working(rig, dispatch)
    await rig.ask('look around')
    await wake(rig, dispatch)
    await ended(rig, 1)
    const { events } = await handleOf(rig).fetchHistory()
    const turns = (await rig.log()).filter(({ event: { kind } }) => kind === 'turn.started').length
    expect(turns).toBe(21)
    // Two for the beginning: started and signalled; the end of the last task may not be there yet.
    expect(events?.length).toBeLessThanOrEqual(2 + turns * 6 + 4)
  })

  test.each([100, 0])(
    'many prompts, workers that keep %i workflows in mind, and histories that end early',
    async (cached) => {
      const dispatch = dispatchWith({ mostEvents: 20 })
      const rig = await openRig(openMemoryStore(), looksAround(2), [look])
      await working(rig, dispatch, cached)
      for (let run = 1; run <= 8; run++) {
        await rig.ask(`prompt ${run}`)
        await Promise.all([wake(rig, dispatch), wake(rig, dispatch)])
        if (run % 3 === 0) await ended(rig, run)
      }
      await ended(rig, 8)
      const { historyLength } = await handleOf(rig).describe()
      expect(historyLength).toBeLessThan(60)
    },
  )

  test('an idle session completes, and the next command opens it again', async () => {
    const dispatch = dispatchWith({ idleMs: 300 })
    const rig = await openRig(openMemoryStore(), looksAround(0), [])
    await working(rig, dispatch)
    await rig.ask('first')
    await wake(rig, dispatch)
    await ended(rig, 1)
    await handleOf(rig).result()
    await rig.ask('second')
    await wake(rig, dispatch)
    await ended(rig, 2)
  })

  test('a model call is ended within a second of being told, while it waits for the model', async () => {
    const dispatch = dispatchWith()
    const asked = Promise.withResolvers<undefined>()
    const aborted = Promise.withResolvers<number>()
    const models = fakeModels((_, signal) => {
      asked.resolve(undefined)
      return new Promise<FakeAnswer>((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted.resolve(Date.now())
          reject(new Error('aborted'))
        })
      })
    })
    const rig = await openRig(openMemoryStore(), models)
    await working(rig, dispatch)
    await rig.ask('think for ever')
    await wake(rig, dispatch)
    await asked.promise
    await submit(rig, 'stop', { kind: 'run.cancel', runId: 'r1' })
    await wake(rig, dispatch)
    await aborted.promise
    await ended(rig, 1)
    expect((await rig.log()).at(-1)?.event).toMatchObject({ kind: 'run.finished', outcome: { type: 'cancelled' } })
  })

  test('a worker that is stopped hands over behind the call that runs, and another goes on without doing it again', async () => {
    const dispatch = dispatchWith()
    const [begun, may] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()]
    let runs = 0
    const slow = fakeTool('look', 'opaque', async () => {
      runs += 1
      begun.resolve(undefined)
      await may.promise
      return { outcome: 'ok', text: 'seen' }
    })
    const rig = await openRig(openMemoryStore(), looksAround(1, 1), [slow])
    const first = await working(rig, dispatch)
    await rig.ask('look')
    await wake(rig, dispatch)
    await begun.promise
    const stopped = first.stop()
    may.resolve(undefined)
    await stopped
    expect(await runsEnded(rig)).toBe(0)
    await working(rig, dispatch)
    await ended(rig, 1)
    expect(runs).toBe(1)
    expect((await rig.log()).map(({ event: { kind } }) => kind)).not.toContain('tool.lost')
  })

  test('a stretch that failed is tried again, and why it failed is told to the worker and not to the history', async () => {
    const { taskQueue, ...limits } = dispatchWith()
    const rig = await openRig(openMemoryStore(), looksAround(0), [])
    const heard: unknown[] = []
    let tries = 0
    const worker = await openWorker({
      graceMs: 5_000,
      ...{ address: server.address, namespace: server.namespace, taskQueue, workflowBundle: { code } },
      stretchOf:
        () =>
        async (...of) => {
          if (tries++ === 0) throw new Error('words of a person')
          return stretch(rig)(...of)
        },
      failed: (_, error) => heard.push(error),
    })
    onTestFinished(() => worker.stop())
    await rig.ask('try it')
    await wake(rig, { taskQueue, ...limits })
    await ended(rig, 1)
    expect(heard).toEqual([new Error('words of a person')])
    const history = await handleOf(rig).fetchHistory()
    expect(JSON.stringify(history)).toContain('the log of the worker says why')
    expect(JSON.stringify(history)).not.toContain('words of a person')
  })

  test('waking a session without a worker lasts until there is one', async () => {
    const dispatch = dispatchWith()
    const rig = await openRig(openMemoryStore(), looksAround(0), [])
    await rig.ask('anybody?')
    await wake(rig, dispatch)
    await working(rig, dispatch)
    await ended(rig, 1)
  })

  test('two sessions with the same id in two tenants are two workflows', async () => {
    const session = 'same'
    expect(workflowId({ tenant: 'a', session })).not.toBe(workflowId({ tenant: 'b', session }))
    await expect(server.client.workflow.getHandle(workflowId({ tenant: 'b', session })).describe()).rejects.toThrow(
      WorkflowNotFoundError,
    )
  })
})

const look = fakeTool('look', 'pure', () => Promise.resolve({ outcome: 'ok', text: 'seen' }))

/** Asks for calls in so many turns of a run, then says so. */
function looksAround(turns: number, calls = 2) {
  return fakeModels(({ items }): FakeAnswer => {
    const lastPrompt = items.findLastIndex((item) => item['role'] === 'user')
    const done = items.slice(lastPrompt).filter((item) => item['role'] === 'tool').length / calls
    return done < turns ? { calls: Array.from({ length: calls }, () => ({ name: 'look' })) } : { text: 'Done.' }
  })
}

async function submit(rig: Rig, id: string, command: Command): Promise<void> {
  await rig.host.submit(rig.session, id as CommandId, command)
}

function stretch({ ports }: Rig): Stretch {
  return async (session: SessionId, signal, soon) => {
    const end = await driveStretch(session, ports, signal, soon, async () => undefined)
    return { next: end.type === 'idle' ? 'rest' : 'more' }
  }
}
