import { activityLine } from './activity-line.ts'
import { callRows } from './call-rows.ts'
import type { FrameParts } from './frame-parts.ts'
import { firstFitting } from '../text/first-fitting.ts'
import { queueRows } from './queue-rows.ts'
import { statusLine } from './status-line.ts'

/** Lines of the live region and the cell of the cursor in it. */
export interface Frame {
  readonly lines: readonly string[]
  /** Null hides it. */
  readonly cursor: { readonly x: number; readonly y: number } | null
}

/**
 * Draws the live region: what streams, what runs, what waits, the input, the status. It always leaves a row of the
 * screen free: a region as high as the screen could only be repainted as a whole.
 */
export function composeFrame(parts: FrameParts): Frame {
  const { columns, rows, theme, input, menu } = parts
  const rule = theme.dim('─'.repeat(columns))
  const below = [...inputRows(parts), ...menu, statusLine(parts.status, columns, theme)]
  const waiting = queueRows(parts.waiting, columns, theme, parts.keyOf('take-back'))
  const activity = activityLine(parts)
  const middle = [...(activity === null ? [] : [activity]), ...waiting]
  // The rule, and the free row.
  const room = Math.max(0, rows - below.length - middle.length - 2)
  const calls = callRows(parts, room)
  const answer = parts.paper.answerTail(Math.max(0, room - calls.length))
  const above = [...answer, ...calls, ...middle, rule].slice(-Math.max(1, rows - below.length - 1))
  const lines = [...above, ...below]
  return { lines, cursor: { x: input.cursor.x + 2, y: above.length + input.cursor.y } }
}

function inputRows({ input, theme, columns }: FrameParts): readonly string[] {
  if (input.isEmpty)
    return [`${theme.prompt(input.mark)} ${theme.dim(firstFitting(input.placeholders, Math.max(0, columns - 3)))}`]
  return input.rows.map((row, index) => (index === 0 ? `${theme.prompt(input.mark)} ${row}` : `  ${row}`))
}
