import { sanitizeLine } from '../../render/sanitize.ts'
import { plural } from '../../render/quantities.ts'
import { clipToWidth } from '../text/clip.ts'
import type { Theme } from '../theme.ts'

/** Something said that the model has not heard yet. */
export interface Waiting {
  readonly how: 'queued' | 'steering'
  readonly text: string
}

/** Rows for what waits; the rest is counted. */
const mostRows = 3

/** What waits, a line each in the order in which it will be heard. */
export function queueRows(waiting: readonly Waiting[], columns: number, theme: Theme): readonly string[] {
  const shown = waiting.length > mostRows ? waiting.slice(0, mostRows - 1) : waiting
  const rows = shown.map(({ how, text }) => {
    const mark = how === 'steering' ? '↳ at the next step: ' : '+ next: '
    return theme.dim(clipToWidth(mark + sanitizeLine(text), columns))
  })
  const hidden = waiting.length - shown.length
  return hidden === 0
    ? rows
    : [...rows, theme.dim(clipToWidth(`+ ${plural(hidden, 'more prompt')}; Alt+Up takes the last one back`, columns))]
}
