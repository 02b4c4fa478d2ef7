import { expect, onTestFinished, test, vi } from 'vitest'
import type { SessionId } from '../../../core/values/ids.ts'
import { startSweep } from '../../../remote/gateway/sweep.ts'
import { tenant } from '../../../remote/postgres/tenant.ts'

const waiting = (session: string) => ({ tenant: tenant('ours'), session: session as SessionId })

test('a session is woken when its commands wait for a whole round, not when they were just stored', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const rounds = [[waiting('quick'), waiting('stuck')], [waiting('stuck')], [waiting('new')], []]
  const woken: string[] = []
  const failures: unknown[] = []
  let round = 0
  const stop = startSweep({
    waiting: async () => {
      if (round === 2) throw (round++, new Error('Postgres is away'))
      return rounds[Math.min(round++, rounds.length - 1)] ?? []
    },
    wake: async (_, session) => void woken.push(session),
    failed: (error) => failures.push(error),
    everyMs: 1_000,
  })
  for (let step = 0; step < 5; step++) await vi.advanceTimersByTimeAsync(1_000)
  await stop()
  expect(woken).toEqual(['stuck'])
  expect(failures).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(round).toBe(5)
})
