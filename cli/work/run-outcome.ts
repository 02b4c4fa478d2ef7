import type { Mount } from '../../core/machine/workspace/state.ts'
import type { BlobStore } from '../../core/ports/blob-store.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { Stop } from '../boot/stop-signals.ts'
import { judgeRun } from '../outcome/judge-run.ts'
import type { OutcomeLine } from '../outcome/outcome-line.ts'
import type { RunTally } from '../outcome/run-tally.ts'
import { fileChanges, mountChanges } from '../workspace/mount-changes.ts'

/** What a followed run has come to. */
export interface FollowedOutcome {
  readonly session: SessionId
  readonly tally: RunTally
  readonly stop: Stop | null
  readonly mounts: readonly Mount[]
}

/** The outcome line of a run. */
export async function runOutcome(
  { session, tally, stop, mounts }: FollowedOutcome,
  blobs: Pick<BlobStore, 'get'>,
): Promise<OutcomeLine> {
  const { runId, textRef, turns, toolCalls, usage, costMicroUsd, isLowerBound, durationMs } = tally
  const text = textRef === null ? null : new TextDecoder().decode(await blobs.get(textRef))
  const { outcome, exitCode, ...why } = judgeRun(tally.outcome, stop)
  return {
    kind: 'outcome',
    outcome,
    exitCode,
    session,
    run: runId,
    text,
    turns,
    toolCalls,
    usage,
    costUsd: costMicroUsd === null ? null : costMicroUsd / 1_000_000,
    ...(isLowerBound ? { isLowerBound } : {}),
    durationMs,
    filesChanged: fileChanges(await mountChanges(mounts, blobs)),
    ...why,
  }
}
