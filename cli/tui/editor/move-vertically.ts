import type { Draft } from './draft.ts'
import { usableWidth } from './layout.ts'
import { columnOf, offsetAt, rowsDown, rowsUp } from './rows.ts'

/** Moves by a row as it is shown at this width. `leave`: there is none, the key means something else. */
export function moveVertically(draft: Draft, direction: 'up' | 'down', width: number): Draft | 'leave' {
  const cells = usableWidth(width)
  const { text, cursor } = draft
  const upwards = rowsUp(text, cursor, cells)
  const row = upwards.next().value
  if (!row) return 'leave'
  const next = direction === 'up' ? upwards.next().value : rowsDown(text, row, cells).next().value
  if (!next) return 'leave'
  const wished = draft.wishedColumn ?? columnOf(text, row, cursor, cells)
  return { ...draft, cursor: offsetAt(text, next, wished, cells), wishedColumn: wished, doing: null }
}
