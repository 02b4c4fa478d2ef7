import { stripVTControlCharacters } from 'node:util'
import type { Frame } from './frame/compose-frame.ts'
import { displayWidth } from './text/display-width.ts'

/**
 * What erases a frame in a terminal that became narrower and has wrapped its lines, and leaves the cursor where it was
 * in a frame of as many empty rows: ink erases as many rows as the frame had lines, and would leave the others behind.
 */
export function eraseWrapped({ lines, cursor }: Frame, columns: number): string {
  if (cursor === null) return ''
  const rowsOf = (width: number): number => Math.max(1, Math.ceil(width / columns))
  const above = lines
    .slice(0, cursor.y)
    .reduce((sum, line) => sum + rowsOf(displayWidth(stripVTControlCharacters(line))), 0)
  const up = above + Math.floor(cursor.x / columns)
  const below = lines.length - cursor.y
  return `${up === 0 ? '' : `\u001b[${up}A`}\r\u001b[J${'\n'.repeat(lines.length)}\u001b[${below}A`
}

/** Whether a terminal wraps what is there already when it becomes narrower; xterm cuts it off. */
export function wrapsAnew(env: NodeJS.ProcessEnv): boolean {
  return env['XTERM_VERSION'] === undefined || env['TMUX'] !== undefined
}
