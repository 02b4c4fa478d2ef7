import type { Mount } from '../../core/machine/workspace/state.ts'
import type { BlobStore } from '../../core/ports/blob-store.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { Judgement } from '../outcome/judge-run.ts'
import type { OutcomeLine } from '../outcome/outcome-line.ts'
import type { RunTally } from '../outcome/run-tally.ts'
import { fileChanges, mountChanges } from '../workspace/mount-changes.ts'

/** What a followed run has come to. */
export interface FollowedOutcome {
  readonly session: SessionId
  readonly tally: RunTally
  readonly judgement: Judgement
}

/** The outcome line of a run. */
export async function runOutcome(
  followed: FollowedOutcome,
  mounts: readonly Mount[],
  blobs: Pick<BlobStore, 'get'>,
): Promise<OutcomeLine> {
  const { textRef } = followed.tally
  const text = textRef === null ? null : new TextDecoder().decode(await blobs.get(textRef))
  return outcomeOf(followed, { text, filesChanged: fileChanges(await mountChanges(mounts, blobs)) })
}

/** The same where nothing more can be read. */
export function unreadOutcome(followed: FollowedOutcome): OutcomeLine {
  return outcomeOf(followed, { text: null, filesChanged: [] })
}

function outcomeOf(
  { session, tally, judgement }: FollowedOutcome,
  { text, filesChanged }: Pick<OutcomeLine, 'text' | 'filesChanged'>,
): OutcomeLine {
  const { runId, turns, toolCalls, usage, costMicroUsd, isLowerBound, durationMs } = tally
  const { outcome, exitCode, ...why } = judgement
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
    filesChanged,
    ...why,
  }
}
