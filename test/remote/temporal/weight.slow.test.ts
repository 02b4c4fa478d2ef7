import type { Worker as Thread } from 'node:worker_threads'
import { DefaultLogger, Runtime } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openWorker } from '../../../remote/temporal/open-worker.ts'
import { usualDispatch, wakeSession } from '../../../remote/temporal/wake-session.ts'
import { bundleSessionWorkflow } from '../../../remote/temporal/workflow-bundle.ts'
import { startTemporal, temporalProgram, temporalSuffix, type TemporalServer } from '../../support/temporal.ts'

const sessions = 100
const mostBytes = 50_000

describe("the workflow's bundle", () => {
  test("holds Temporal's own modules and two of ours: no zod, nothing of Node", async () => {
    const { code } = await bundleSessionWorkflow()
    const modules = [...code.matchAll(/^\/\*\*\*\/ "([^"]+)"/gm)].map(([, name = '']) => name)
    const packages = modules.map((name) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1] ?? name)
    // What has no name stands for a module that was left out.
    expect(new Set(packages.filter((name) => !name.startsWith('?')))).toEqual(
      new Set([
        ...['@temporalio/common', '@temporalio/workflow', 'long', 'nexus-rpc'],
        ...['./remote/temporal/messages.ts', './remote/temporal/session-workflow.ts'],
      ]),
    )
    expect(code).not.toMatch(/require\(["']node:/)
  })
})

describe.skipIf(temporalProgram === null)(`the workflows of open sessions${temporalSuffix}`, () => {
  let server: TemporalServer
  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') })
    server = await startTemporal()
  })
  afterAll(() => server.stop())

  test(`take at most ${mostBytes} bytes of heap each while they wait`, async () => {
    const { address, namespace } = server
    const { code } = await bundleSessionWorkflow()
    let rested = 0
    const threads: Thread[] = []
    process.on('worker', (thread) => threads.push(thread))
    const worker = await openWorker({
      graceMs: 5_000,
      ...{ address, namespace, taskQueue: 'weight', cachedWorkflows: 2 * sessions, workflowBundle: { code } },
      stretchOf: () => async () => {
        rested += 1
        return { next: 'rest' }
      },
    })
    onTestFinished(() => worker.stop())
    const dispatch = { ...usualDispatch, taskQueue: 'weight' }
    const open = async (from: number, to: number) => {
      const names = Array.from({ length: to - from }, (_, number) => `s${from + number}`)
      for (const session of names) await wakeSession(server.client, { tenant: 'ours', session }, dispatch)
      await expect.poll(() => rested, { timeout: 60_000 }).toBe(to)
    }
    // The first ones bring what all share.
    await open(0, 30)
    const [thread] = threads
    if (thread === undefined) throw new Error('workflows have no thread of their own')
    const before = await heapBytes(thread)
    await open(30, 30 + sessions)
    const each = ((await heapBytes(thread)) - before) / sessions
    console.info(`${each.toFixed(0)} bytes of heap for each of ${sessions} open sessions`)
    expect(each).toBeGreaterThan(1_000)
    expect(each).toBeLessThanOrEqual(mostBytes)
  })
})

/** What is left behind a collection, which a snapshot begins with. */
async function heapBytes(thread: Thread): Promise<number> {
  for await (const _ of await thread.getHeapSnapshot());
  return (await thread.getHeapStatistics()).used_heap_size
}
