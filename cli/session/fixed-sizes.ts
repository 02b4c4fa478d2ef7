import type { SessionState } from '../../core/machine/session/state.ts'
import type { BlobStore } from '../../core/ports/blob-store.ts'

/** What every request carries besides the items of the window, as stored. */
export interface FixedSizes {
  readonly instructionsBytes: number
  readonly toolsBytes: number
}

/** Measures the instructions and the specs of the tools. */
export async function readFixedSizes(session: SessionState, blobs: Pick<BlobStore, 'get'>): Promise<FixedSizes> {
  if (session === null) return { instructionsBytes: 0, toolsBytes: 0 }
  const [instructions, tools] = await Promise.all([blobs.get(session.instructionsRef), blobs.get(session.toolsRef)])
  return { instructionsBytes: instructions.length, toolsBytes: tools.length }
}
