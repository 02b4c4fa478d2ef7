import type { Draft, Moment } from './draft.ts'
import { replaceRange, sliceRope } from './replace-range.ts'
import { lengthOf, type Content } from './rope.ts'
import { snapRight } from './walk.ts'

/** Steps back that are kept. */
const undoSteps = 200

/** The draft with [from, to) replaced and the cursor behind it; `doing` joins steps of one kind into one undo. */
export function changed(
  draft: Draft,
  from: number,
  to: number,
  content: readonly Content[],
  doing: Draft['doing'],
): Draft {
  const length = lengthOf(draft.text)
  const start = Math.max(0, Math.min(from, length))
  const end = Math.max(start, Math.min(to, length))
  const text = replaceRange(draft.text, start, end, content)
  if (start === end && lengthOf(text) === length) return moved(draft, draft.cursor)
  const joins = doing !== null && (draft.doing === doing || (doing === 'typing' && draft.doing === 'blank'))
  return {
    text,
    cursor: snapRight(text, start + lengthOf(text) - (length - (end - start))),
    wishedColumn: null,
    killed: draft.killed,
    undo: joins ? draft.undo : [...draft.undo.slice(1 - undoSteps), momentOf(draft)],
    redo: [],
    doing,
  }
}

/** The draft without [from, to). */
export function deleted(draft: Draft, from: number, to: number): Draft {
  return changed(draft, from, to, [], 'deleting')
}

/** The draft without [from, to), which can be yanked; cuts in a row gather. */
export function killed(draft: Draft, from: number, to: number): Draft {
  const cut = sliceRope(draft.text, from, to)
  if (cut.length === 0) return draft
  const kept = draft.doing === 'killing' ? draft.killed : []
  const next = changed(draft, from, to, [], null)
  return { ...next, killed: from < draft.cursor ? [...cut, ...kept] : [...kept, ...cut], doing: 'killing' }
}

/** The draft with its cursor elsewhere. */
export function moved(draft: Draft, cursor: number): Draft {
  if (cursor === draft.cursor && draft.wishedColumn === null && draft.doing === null) return draft
  return { ...draft, cursor, wishedColumn: null, doing: null }
}

/** One step back. */
export function undone(draft: Draft): Draft {
  const last = draft.undo.at(-1)
  if (!last) return draft
  const redo = [...draft.redo, momentOf(draft)]
  return { ...draft, ...last, undo: draft.undo.slice(0, -1), redo, wishedColumn: null, doing: null }
}

/** One step forward again. */
export function redone(draft: Draft): Draft {
  const next = draft.redo.at(-1)
  if (!next) return draft
  const undo = [...draft.undo, momentOf(draft)]
  return { ...draft, ...next, undo, redo: draft.redo.slice(0, -1), wishedColumn: null, doing: null }
}

function momentOf({ text, cursor }: Moment): Moment {
  return { text, cursor }
}
