import type { Draft } from '../editor/draft.ts'

/** What a choice makes of the draft. */
export interface Accepted {
  readonly draft: Draft
  /** Whether nothing is missing: a command without argument is sent at once. */
  readonly sends: boolean
}

/** Completions below the input. */
export interface Menu {
  readonly isOpen: boolean
  /** The draft is other than before. */
  update(draft: Draft): void
  /** Opens it where there is something to complete. */
  open(draft: Draft): void
  move(by: 1 | -1): void
  /** Takes the choice; with Enter one that leaves nothing to say is sent. */
  accept(draft: Draft, isEnter: boolean): Accepted | null
  close(): void
}
