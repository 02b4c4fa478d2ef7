import type { StagedBlob } from '../../../../core/ports/event-log.ts'
import { staged } from '../../../contract/store-samples.ts'

/** What `append-process.ts` stages with its append of this index: small ones, and some large. */
export function appendedBlob(index: number): StagedBlob {
  return staged(index % 7 === 0 ? 40_000 : 500, index)
}
