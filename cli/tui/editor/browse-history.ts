import { draftFromParts } from './parts.ts'
import type { Draft } from './draft.ts'
import type { InputHistory } from './input-history.ts'

/** Going through history with the arrows. */
export interface Browse {
  /** The entry shown; -1 is what was being written. */
  readonly index: number
  /** The draft as it was put there: still the same while nobody has touched it. */
  readonly shown: Draft
  /** What was being written and what was changed on the way, by index. */
  readonly kept: ReadonlyMap<number, Draft>
}

/** The entry before, or null when there is none. `browse` is null where nothing was browsed yet. */
export function browseOlder(browse: Browse | null, draft: Draft, history: InputHistory): Browse | null {
  return goTo((browse?.index ?? -1) + 1, browse, draft, history)
}

/** The entry after, at last what was being written; null when that is shown already. */
export function browseNewer(browse: Browse | null, draft: Draft, history: InputHistory): Browse | null {
  return browse === null || browse.index === -1 ? null : goTo(browse.index - 1, browse, draft, history)
}

/** Whether an entry is shown as it was found: then the arrows go on through history, whatever row the cursor is on. */
export function isBrowsing(browse: Browse | null, draft: Draft): boolean {
  return browse !== null && browse.index >= 0 && browse.shown === draft
}

function goTo(index: number, browse: Browse | null, draft: Draft, history: InputHistory): Browse | null {
  const kept = new Map(browse?.kept)
  if (browse === null || browse.shown !== draft) kept.set(browse?.index ?? -1, draft)
  const entry = history.at(index)
  const shown = kept.get(index) ?? (entry && draftFromParts(entry.parts))
  return shown ? { index, shown, kept } : null
}
