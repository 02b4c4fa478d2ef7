import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { untilProcesses } from './support/processes.ts'
import { describeConfined } from './support/with-bubblewrap.ts'
import { startChild } from './support/start-child.ts'

describeConfined('a harness that is killed while a sandbox starts', () => {
  test('leaves no process behind, at any moment', { timeout: 120_000 }, async () => {
    for (let delayMs = 0; delayMs < 60; delayMs += 3) {
      const harness = await startChild(['bubblewrap', 'true', 'true', 'true'])
      const state = /^state (.*)$/m.exec(await harness.until('state '))?.[1] ?? 'none'
      await setTimeout(delayMs)
      harness.process.kill('SIGKILL')
      expect(await untilProcesses(state, false, 5_000)).toBe(true)
    }
  })
})
