import { DefaultLogger, Runtime } from '@temporalio/worker'
import { bundleSessionWorkflow } from '../../remote/temporal/workflow-bundle.ts'
import { startTemporal, type TemporalServer } from './temporal.ts'

/** A Temporal server, and the code of the workflow for workers of it, which say nothing of themselves but errors. */
export async function startForWorkflow(): Promise<{ readonly server: TemporalServer; readonly code: string }> {
  Runtime.install({ logger: new DefaultLogger('ERROR') })
  const server = await startTemporal()
  return { server, code: (await bundleSessionWorkflow()).code }
}
