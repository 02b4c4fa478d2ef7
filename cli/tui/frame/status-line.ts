import { fitSegments, statusSegments, type StatusFacts } from '../../chat/status.ts'
import { sanitizeLine } from '../../render/sanitize.ts'
import { clipToWidth } from '../text/clip.ts'
import { displayWidth } from '../text/display-width.ts'
import type { Theme } from '../theme.ts'

const separator = ' · '

/** The last line of the screen: model, context, cost, what is not applied yet. */
export function statusLine(facts: StatusFacts, columns: number, theme: Theme): string {
  const segments = statusSegments(facts).map((part) => ({
    ...part,
    text: sanitizeLine(part.text),
    short: sanitizeLine(part.short),
  }))
  return theme.dim(clipToWidth(fitSegments(segments, columns, separator, displayWidth).join(separator), columns))
}
