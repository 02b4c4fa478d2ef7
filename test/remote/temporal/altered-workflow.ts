import { sleep } from '@temporalio/workflow'
import { session as original } from '../../../remote/temporal/session-workflow.ts'
import type { SessionStart } from '../../../remote/temporal/messages.ts'

/** A planted mistake: a timer that recorded histories do not have. */
export async function session(start: SessionStart): Promise<void> {
  await sleep(1)
  await original(start)
}
