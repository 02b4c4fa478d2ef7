import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { activityWords } from '../../../cli/session/activity-words.ts'
import type { Activity } from '../../../core/host/activity.ts'

const running = (host: string): Activity => ({
  status: 'running',
  driver: { host, pid: 42, startedAt: '1' },
  activeRun: null,
  queued: 1,
})

test.each([
  [hostname(), 'running (pid 42), 1 queued'],
  ['worker-7', 'running on worker-7, 1 queued'],
])('a process is told by its number on its own machine only: %s', (host, words) => {
  expect(activityWords(running(host))).toBe(words)
})
