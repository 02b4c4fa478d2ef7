import { defineConfig } from 'vitest/config'

const crash = ['test/crash/**/*.test.ts']
const slow = ['test/{arch,e2e,tui}/**/*.test.ts', 'test/**/*.slow.test.ts']

// After the fast ones: what starts and kills processes wants the machine to itself.
const withProcesses = { sequence: { groupOrder: 1 }, testTimeout: 600_000, hookTimeout: 60_000 }

export default defineConfig({
  test: {
    // Processes, not threads: tests may change their directory, catch signals and load a native module.
    pool: 'forks',
    // What is waited for may take its time on a busy machine: only a test that fails waits this long.
    expect: { poll: { timeout: 20_000, interval: 20 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...slow, ...crash],
          // Modules are loaded once per worker: a sixth of the time. A test that changes what others see, undoes it.
          isolate: false,
          // Stops what hangs; a busy machine may take its time over the property tests.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          include: slow,
          ...withProcesses,
          // A screen that was waited for in vain is waited for once more, and the report says `(retry x1)`: on a machine
          // that others use too, that is nearly always the test. What was on the screen and wrong is never tried again.
          retry: { count: 1, condition: /^\d+ ms went by before the screen passed/ },
        },
      },
      {
        extends: true,
        test: {
          name: 'crash',
          include: crash,
          ...withProcesses,
        },
      },
    ],
  },
})
