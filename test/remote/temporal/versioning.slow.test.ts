import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Stretch } from '../../../remote/temporal/activities.ts'
import { openWorker } from '../../../remote/temporal/open-worker.ts'
import { promote } from '../../../remote/temporal/promote.ts'
import { usualDispatch, wakeSession, workflowId } from '../../../remote/temporal/wake-session.ts'
import { startForWorkflow } from '../../support/session-workflow.ts'
import { temporalProgram, temporalSuffix, type TemporalServer } from '../../support/temporal.ts'

describe.skipIf(temporalProgram === null)(`builds that replace each other${temporalSuffix}`, () => {
  let server: TemporalServer
  let code: string
  beforeAll(async () => {
    ;({ server, code } = await startForWorkflow())
  })
  afterAll(() => server.stop())

  const taskQueue = 'versioned'
  // What the server keeps for a worker that does not take it goes to others after so long.
  const silenceMs = 1_000
  const deployment = (buildId: string) => ({ name: 'sessions', buildId })
  const address = (session: string) => ({ tenant: 'ours', session })
  const wake = (session: string) =>
    wakeSession(server.client, address(session), { ...usualDispatch, taskQueue, silenceMs })
  const runOf = async (session: string) =>
    (await server.client.workflow.getHandle(workflowId(address(session))).describe()).runId

  /** A worker of a build, whose stretches the test ends one by one. */
  async function working(buildId: string) {
    const begun: { readonly session: string; end(next: 'more' | 'rest'): void }[] = []
    let isHeld = true
    const stretch: Stretch = async (session) => {
      if (!isHeld) return wait(100, { next: 'more' })
      const { promise, resolve } = Promise.withResolvers<'more' | 'rest'>()
      begun.push({ session, end: resolve })
      return { next: await promise }
    }
    const { address, namespace } = server
    const place = { address, namespace, taskQueue, workflowBundle: { code }, silenceMs, graceMs: 1_000 }
    const worker = await openWorker({ ...place, stretchOf: () => stretch, deployment: deployment(buildId) })
    onTestFinished(async () => {
      begun.forEach(({ end }) => end('rest'))
      await worker.stop()
    })
    return {
      /** The stretch of this number, once it has begun. */
      stretch: async (number: number) => {
        await expect.poll(() => begun.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(number)
        return begun[number - 1] as (typeof begun)[number]
      },
      /** From now on they end by themselves, with more to do. */
      release: () => {
        isHeld = false
        begun.forEach(({ end }) => end('more'))
      },
      /** From now on the test ends them again. */
      hold: () => {
        isHeld = true
      },
    }
  }

  test('a session under way goes on with the current build behind its turn, one at rest when it is woken', async () => {
    const old = await working('1')
    await promote(server.client, deployment('1'))
    await wake('busy')
    await wake('resting')
    const [first, second] = [await old.stretch(1), await old.stretch(2)]
    const resting = first.session === 'busy' ? second : first
    const runs = [await runOf('busy'), await runOf('resting')]
    resting.end('rest')

    const young = await working('2')
    await promote(server.client, deployment('2'))
    // Which build is the current one gets around in a while; until then its turns are the old one's.
    old.release()
    expect((await young.stretch(1)).session).toBe('busy')
    await wake('resting')
    expect((await young.stretch(2)).session).toBe('resting')
    // With all of their history: nothing had to be begun anew.
    expect([await runOf('busy'), await runOf('resting')]).toEqual(runs)
  })

  test('a session goes on with a build that is ramped to it, and back with the one before', async () => {
    const before = await working('before')
    await promote(server.client, deployment('before'))
    await wake('ramped')
    const next = await working('next')
    const ramp = (percentage: number) =>
      server.client.workflowService.setWorkerDeploymentRampingVersion({
        ...{ namespace: server.namespace, deploymentName: 'sessions', identity: 'test', percentage },
        buildId: percentage === 0 ? '' : 'next',
      })
    await before.stretch(1)
    await expect.poll(() => ramp(100).then(() => true, String)).toBe(true)
    before.release()
    const there = await next.stretch(1)
    expect(there.session).toBe('ramped')
    await ramp(0)
    before.hold()
    next.release()
    expect((await before.stretch(2)).session).toBe('ramped')
  })

  test('a build that no worker runs is not made the current one', async () => {
    await expect(promote(server.client, deployment('none'), 300)).rejects.toThrow(
      /build none cannot be made .* sessions/,
    )
  })
})
