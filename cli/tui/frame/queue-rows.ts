import { sanitizeLine } from '../../render/sanitize.ts'
import { plural } from '../../render/quantities.ts'
import { clipToWidth } from '../text/clip.ts'
import { displayWidth } from '../text/display-width.ts'
import { firstFitting } from '../text/first-fitting.ts'
import type { Theme } from '../theme.ts'

/** Something said that the model has not heard yet. */
export interface Waiting {
  readonly how: 'queued' | 'steering' | 'sending' | 'unsent'
  readonly text: string
}

const marks = {
  steering: '↳ at the next step: ',
  queued: '+ next: ',
  sending: '↑ sending: ',
  unsent: '✗ not sent: ',
} as const

/** Rows for what waits; the rest is counted. */
const mostRows = 3

/** What waits, a line each in the order in which it will be heard. */
export function queueRows(
  waiting: readonly Waiting[],
  columns: number,
  theme: Theme,
  /** What takes the last one back; null when no key does. */
  takeBackKey: string | null,
): readonly string[] {
  const shown = waiting.length > mostRows ? waiting.slice(0, mostRows - 1) : waiting
  const rows = shown.map(({ how, text }) => {
    const words = marks[how] + sanitizeLine(text)
    const hinted = how === 'unsent' && takeBackKey !== null ? `${words} · ${takeBackKey} brings it back` : words
    return theme.dim(displayWidth(hinted) <= columns ? hinted : clipToWidth(words, columns))
  })
  const hidden = waiting.length - shown.length
  if (hidden === 0) return rows
  const more = `+ ${plural(hidden, 'more prompt')}`
  const takes =
    takeBackKey === null ? [] : [`; ${takeBackKey} takes the last one back`, `; ${takeBackKey} takes it back`]
  return [...rows, theme.dim(firstFitting([...takes.map((words) => more + words), more], columns))]
}
