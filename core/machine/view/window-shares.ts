import type { ItemKind } from '../context/events.ts'
import type { ContextState } from '../context/state.ts'

/** What items of one kind take of the window. */
export interface WindowShare {
  readonly kind: ItemKind
  readonly count: number
  /** As stored, images included. */
  readonly sizeBytes: number
  /** Of that, what images take; it says nothing of tokens. */
  readonly imageBytes: number
}

/** What fills the window, by kind, the largest first; with what waits to enter it at the next boundary. */
export function windowShares({ items, pending }: Pick<ContextState, 'items' | 'pending'>): readonly WindowShare[] {
  const shares = new Map<ItemKind, WindowShare>()
  for (const { kind, sizeBytes, imageBytes = 0 } of [...items, ...pending]) {
    const share = shares.get(kind) ?? { kind, count: 0, sizeBytes: 0, imageBytes: 0 }
    shares.set(kind, {
      kind,
      count: share.count + 1,
      sizeBytes: share.sizeBytes + sizeBytes,
      imageBytes: share.imageBytes + imageBytes,
    })
  }
  return [...shares.values()].sort((a, b) => b.sizeBytes - a.sizeBytes || (a.kind < b.kind ? -1 : 1))
}
