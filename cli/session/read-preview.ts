import { setImmediate } from 'node:timers/promises'
import { sessionTotals } from '../../core/machine/view/session-totals.ts'
import type { SessionSummary } from '../../core/ports/session-index.ts'
import type { Store } from '../../core/ports/store.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { readState } from '../open-store.ts'
import { mountChanges } from '../workspace/mount-changes.ts'
import { mountsHere } from '../workspace/mounts-here.ts'
import { thisMachine } from '../workspace/this-machine.ts'
import { itemText } from './item-text.ts'

/** A session at a glance. */
export interface SessionPreview {
  readonly lastPrompt: string | null
  readonly lastAnswer: string | null
  /** Null when a price is not known. */
  readonly costUsd: number | null
  readonly isLowerBound: boolean
  /** Changed and not applied. */
  readonly filesChanged: number
  readonly isRunning: boolean
}

/** Entries read between two looks at the keyboard. */
const pageSize = 500

/** Reads what a preview shows; null when aborted. */
export async function readPreview(
  { id }: Pick<SessionSummary, 'id'>,
  store: Store,
  signal: AbortSignal,
): Promise<SessionPreview | null> {
  let prompt: BlobRef | null = null
  let answer: BlobRef | null = null
  for (let after = 0; ;) {
    const entries = await store.log.read(id, after, pageSize)
    for (const { event } of entries) {
      if (event.kind === 'run.requested' || event.kind === 'run.steered') prompt = event.input.ref
      if (event.kind === 'turn.generated') answer = event.textRef ?? answer
    }
    if (entries.length < pageSize) break
    after = entries.at(-1)?.seq ?? after
    await setImmediate()
    if (signal.aborted) return null
  }
  const state = await readState(store, id)
  const { costMicroUsd, isPriced, isLowerBound } = sessionTotals(state)
  const changed = await mountChanges(mountsHere(state.workspace.mounts, thisMachine(store)), store.blobs)
  if (signal.aborted) return null
  return {
    lastPrompt: prompt === null ? null : itemText(await store.blobs.get(prompt)),
    lastAnswer: answer === null ? null : new TextDecoder().decode(await store.blobs.get(answer)),
    costUsd: isPriced ? costMicroUsd / 1_000_000 : null,
    isLowerBound,
    filesChanged: changed.reduce((sum, { changes }) => sum + changes.length, 0),
    isRunning: state.run.active !== null,
  }
}
