import { setTimeout as wait } from 'node:timers/promises'
import { isGrpcServiceError, type Client } from '@temporalio/client'
import { errorMessage } from '../../core/values/errors.ts'
import type { Deployment } from './open-worker.ts'

const pauseMs = 200

/**
 * Makes a build the current one of its deployment: sessions begin with it, and those of other builds go on with it behind
 * their turn. A server may take `patienceMs` to notice the first worker of the build. @throws Error saying why the server refuses
 */
export async function promote(client: Client, { name, buildId }: Deployment, patienceMs = 30_000): Promise<void> {
  const { namespace } = client.options
  for (const until = Date.now() + patienceMs; ; await wait(pauseMs)) {
    try {
      await client.workflowService.setWorkerDeploymentCurrentVersion({
        ...{ namespace, deploymentName: name, buildId, identity: 'lightspeed' },
      })
      return
    } catch (error) {
      // Until a worker has asked for work, nobody knows of the build, or what its queues are.
      if (!isGrpcServiceError(error) || Date.now() > until)
        throw new Error(`build ${buildId} cannot be made the current one of ${name}: ${errorMessage(error)}`)
    }
  }
}
