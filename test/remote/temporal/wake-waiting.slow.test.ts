import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { SessionId } from '../../../core/values/ids.ts'
import { startSweep } from '../../../remote/gateway/sweep.ts'
import { tenant } from '../../../remote/postgres/tenant.ts'
import { openWorker } from '../../../remote/temporal/open-worker.ts'
import { usualDispatch, wakeSession, workflowId } from '../../../remote/temporal/wake-session.ts'
import { wakeWaiting } from '../../../remote/temporal/wake-waiting.ts'
import { startForWorkflow } from '../../support/session-workflow.ts'
import { temporalProgram, temporalSuffix, type TemporalServer } from '../../support/temporal.ts'

describe.skipIf(temporalProgram === null)(`a sweep over sessions that wait${temporalSuffix}`, () => {
  let server: TemporalServer
  let code: string
  beforeAll(async () => {
    ;({ server, code } = await startForWorkflow())
  })
  afterAll(() => server.stop())

  const taskQueue = 'swept'
  const dispatch = { ...usualDispatch, taskQueue }
  const events = async (session: string) =>
    (await server.client.workflow.getHandle(workflowId({ tenant: 'ours', session })).describe()).historyLength

  /** Sweeps over a session that waits, until the test ends. */
  function sweeping(session: string) {
    let rounds = 0
    const failures: unknown[] = []
    const stop = startSweep({
      waiting: async () => {
        rounds++
        return [{ tenant: tenant('ours'), session: session as SessionId }]
      },
      wake: (owner, id) => wakeWaiting(server.client, { tenant: owner, session: id }, dispatch),
      failed: (error) => failures.push(error),
      everyMs: 20,
    })
    onTestFinished(async () => {
      await stop()
      expect(failures).toEqual([])
    })
    return {
      rounds: async (more: number) => {
        const until = rounds + more
        await expect.poll(() => rounds).toBeGreaterThanOrEqual(until)
      },
    }
  }

  /** A worker whose stretches the test ends. */
  async function working() {
    const begun: { end(): void }[] = []
    const worker = await openWorker({
      ...{ address: server.address, namespace: server.namespace, taskQueue, workflowBundle: { code }, graceMs: 1_000 },
      stretchOf: () => async () => {
        const { promise, resolve } = Promise.withResolvers<undefined>()
        begun.push({ end: () => resolve(undefined) })
        await promise
        return { next: 'rest' }
      },
    })
    onTestFinished(async () => {
      begun.forEach(({ end }) => end())
      await worker.stop()
    })
    return async (number: number) => {
      await expect.poll(() => begun.length).toBeGreaterThanOrEqual(number)
      return begun[number - 1] as (typeof begun)[number]
    }
  }

  test('begins what Temporal does not know, and signals no more while no worker comes or one is at it, but again behind it', async () => {
    const sweep = sweeping('waits')
    await sweep.rounds(3)
    const begun = await events('waits')
    await sweep.rounds(10)
    expect(await events('waits')).toBe(begun)
    const stretch = await working()
    const first = await stretch(1)
    const taken = await events('waits')
    await sweep.rounds(10)
    expect(await events('waits')).toBe(taken)
    first.end()
    // Its commands still wait: somebody has to look again.
    await stretch(2)
  })

  test('waking by somebody who has stored a command is not kept back', async () => {
    await wakeSession(server.client, { tenant: 'ours', session: 'asked' }, dispatch)
    const before = await events('asked')
    await wakeSession(server.client, { tenant: 'ours', session: 'asked' }, dispatch)
    expect(await events('asked')).toBeGreaterThan(before)
  })
})
