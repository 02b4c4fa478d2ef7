import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker'

/** The workflow's code as a worker loads it, made from source; builds do it ahead. */
export function bundleSessionWorkflow(): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('session-workflow.ts', import.meta.url)),
    logger: new DefaultLogger('WARN'),
  })
}
