import { wholeSeconds } from '../../chat/activity-text.ts'
import { sanitizeLine } from '../../render/sanitize.ts'
import { clipToWidth } from '../text/clip.ts'
import type { FrameParts } from './frame-parts.ts'

/** Lines of live output shown under a call. */
const tailRows = 5

/** Calls that run: a line each with its time, and under it the end of what it prints. At most `room` rows. */
export function callRows({ paper, now, theme, columns }: FrameParts, room: number): readonly string[] {
  const rows = [...paper.calls.values()].flatMap(({ title, at, tail }) => {
    const elapsed = now - at < 1000 ? '' : ` ${wholeSeconds(now - at)}`
    const shown = clipToWidth(sanitizeLine(title), Math.max(8, columns - elapsed.length - 2))
    const output = tail.lines(tailRows, Math.max(8, columns - 4)).map((line) => `    ${theme.dim(line)}`)
    return [`${theme.accent('●')} ${shown}${theme.dim(elapsed)}`, ...output]
  })
  return rows.length <= room ? rows : rows.slice(0, Math.max(0, room))
}
