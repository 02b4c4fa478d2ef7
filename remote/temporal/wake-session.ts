import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy, type Client } from '@temporalio/client'
import { longestTaskMs, mailSignal, workflowType, type SessionAddress, type SessionStart } from './messages.ts'

/** How sessions are handed to workers. */
export interface Dispatch extends Omit<SessionStart, keyof SessionAddress> {
  readonly taskQueue: string
}

/** An idle session costs nothing after five minutes; a thousand events replay in about a second. */
export const usualDispatch: Dispatch = { taskQueue: 'sessions', idleMs: 300_000, mostEvents: 1_000, silenceMs: 15_000 }

/** Says that there is something in the inbox, durably: the session's workflow is begun if there is none. */
export async function wakeSession(client: Client, address: SessionAddress, dispatch: Dispatch): Promise<void> {
  const { taskQueue, ...limits } = dispatch
  const start: SessionStart = { ...address, ...limits }
  await client.workflow.signalWithStart(workflowType, {
    workflowId: workflowId(address),
    taskQueue,
    args: [start],
    workflowTaskTimeout: Math.min(longestTaskMs, limits.silenceMs ?? longestTaskMs),
    signal: mailSignal,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
  })
}

export function workflowId({ tenant, session }: SessionAddress): string {
  return `${tenant}/${session}`
}
