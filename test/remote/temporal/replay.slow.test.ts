import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import proto from '@temporalio/proto'
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker'
import { DeterminismViolationError } from '@temporalio/workflow'
import { beforeAll, describe, expect, test } from 'vitest'
import { bundleSessionWorkflow } from '../../../remote/temporal/workflow-bundle.ts'

const directory = join(import.meta.dirname, '../../golden/histories')
const files = readdirSync(directory)

function replay(file: string, code: string): Promise<void> {
  const history = proto.temporal.api.history.v1.History.decode(readFileSync(join(directory, file)))
  return Worker.runReplayHistory({ workflowBundle: { code } }, history)
}

describe('histories of every release so far', () => {
  let ours = ''
  let altered = ''
  beforeAll(async () => {
    const logger = new DefaultLogger('ERROR')
    Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) })
    ours = (await bundleSessionWorkflow()).code
    const workflowsPath = fileURLToPath(new URL('altered-workflow.ts', import.meta.url))
    altered = (await bundleWorkflowCode({ workflowsPath, logger })).code
  })

  test('there are some', () => {
    expect(files.length).toBeGreaterThanOrEqual(3)
  })

  test.each(files)('%s replays', async (file) => {
    await replay(file, ours)
  })

  test.each(files)('%s does not replay with a workflow that does one thing more', async (file) => {
    await expect(replay(file, altered)).rejects.toThrow(DeterminismViolationError)
  })
})
