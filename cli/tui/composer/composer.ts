import type { Image } from '../editor/atom.ts'
import { draftOf, emptyDraft, expand, isEmpty, type Draft } from '../editor/draft.ts'
import { continueLine, edit } from '../editor/edit.ts'
import { editVerbs, type EditVerb } from '../editor/edit-action.ts'
import { layoutDraft, type Layout } from '../editor/layout.ts'
import { moveVertically } from '../editor/move-vertically.ts'

/** What a person is writing and how it is shown: the draft, and the part of it on the screen. */
export class Composer {
  draft: Draft = emptyDraft
  /** First row shown; what is shown moves only when the cursor leaves it. */
  private top = 0

  constructor(
    /** Columns for the text. */
    private readonly width: () => number,
    private readonly changed: () => void,
  ) {}

  get isEmpty(): boolean {
    return isEmpty(this.draft)
  }

  layout(maxRows: number): Layout {
    const layout = layoutDraft(this.draft, this.width(), maxRows, this.top)
    this.top = layout.top
    return layout
  }

  insert(text: string): void {
    this.set(edit(this.draft, { kind: 'insert', text }))
  }

  paste(text: string): void {
    this.set(edit(this.draft, { kind: 'paste', text }))
  }

  attach(images: readonly Image[]): void {
    this.set(edit(this.draft, { kind: 'attach', images }))
  }

  verb(kind: EditVerb): void {
    this.set(edit(this.draft, { kind }))
  }

  /** Moves by a row; false when there is none that way. */
  move(direction: 'up' | 'down'): boolean {
    const moved = moveVertically(this.draft, direction, this.width())
    if (moved === 'leave') return false
    this.set(moved)
    return true
  }

  /** Puts other content in place of the draft, the cursor behind it. */
  replace(draft: Draft): void {
    this.top = 0
    this.set(draft)
  }

  /** Whether `\` before the cursor asked for a new line instead of sending. */
  goOn(): boolean {
    const next = continueLine(this.draft)
    if (next !== null) this.set(next)
    return next !== null
  }

  /** Takes the draft away to be sent. */
  take(): Draft {
    const { draft } = this
    this.replace(emptyDraft)
    return draft
  }

  private set(draft: Draft): void {
    if (draft === this.draft) return
    this.draft = draft
    this.changed()
  }
}

/** A draft of plain text. */
export function textDraft(text: string): Draft {
  return draftOf(text === '' ? [] : [text])
}

/** Whether an action is one of the draft's own. */
export function isEditVerb(action: string): action is EditVerb {
  return (editVerbs as readonly string[]).includes(action)
}

/** What is sent for a draft. */
export function sentText(draft: Draft): string {
  return expand(draft).replace(/\s+$/, '')
}
