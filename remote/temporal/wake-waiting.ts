import { WorkflowNotFoundError, type Client } from '@temporalio/client'
import type { SessionAddress } from './messages.ts'
import { wakeSession, workflowId, type Dispatch } from './wake-session.ts'

/**
 * Wakes a session that waits, unless Temporal already has something of it that a worker is to take, or has taken: until that
 * is done another signal would only make its history longer, for as long as no worker comes.
 */
export async function wakeWaiting(client: Client, address: SessionAddress, dispatch: Dispatch): Promise<void> {
  if (!(await isUnderWay(client, address))) await wakeSession(client, address, dispatch)
}

async function isUnderWay(client: Client, address: SessionAddress): Promise<boolean> {
  try {
    const { raw } = await client.workflow.getHandle(workflowId(address)).describe()
    return Boolean(raw.pendingWorkflowTask) || (raw.pendingActivities ?? []).length > 0
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false
    throw error
  }
}
