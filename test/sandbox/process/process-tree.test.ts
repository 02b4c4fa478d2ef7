import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { processGroup } from '../../../sandbox/process/process-tree.ts'
import { untilProcesses } from '../support/processes.ts'

test('what a group leader leaves behind is killed, whatever signals it ignores', async () => {
  const script = "trap '' TERM; (sleep 98731; :) & (sleep 98731; :) & exit 0"
  const child = spawn('/bin/sh', ['-c', script], { detached: true, stdio: 'ignore' })
  await once(child, 'exit')
  expect(await untilProcesses('sleep 98731', true)).toBe(true)
  expect(await processGroup({ child }).gone()).toBe(true)
  expect(await untilProcesses('sleep 98731', false, 2_000)).toBe(true)
})
