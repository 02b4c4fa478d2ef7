import { sanitizeLine } from '../../render/sanitize.ts'
import { clipToWidth } from './clip.ts'
import type { Page } from './markdown-block.ts'
import { wrapText } from './wrap.ts'

/** What is looked at for the last heading or line. */
const maximumEnd = 4096

/** Thinking on one line: its last heading, or else its last line; none while there is nothing to say. */
export function foldThinking(text: string, { width, theme }: Page): readonly string[] {
  const end = text.slice(-maximumEnd).toWellFormed()
  const lines = end.split('\n').map((line) => sanitizeLine(line))
  const said = lines.findLast((line) => headingOf(line) !== null) ?? lines.findLast((line) => line !== '')
  if (said === undefined) return []
  const label = headingOf(said) ?? said
  return [theme.thinking(clipToWidth(label, Math.max(1, width)))]
}

/** Thinking as it was written, dimmed. */
export function renderThinking(text: string, { width, theme }: Page): readonly string[] {
  return wrapText(text.trim(), width, theme.thinking)
}

/** The text of a line that is a heading: `# Title`, or `**Title**` and nothing else. */
function headingOf(line: string): string | null {
  return /^#{1,6}\s+(\S.*)$/.exec(line)?.[1] ?? /^\*\*([^*]+)\*\*$/.exec(line)?.[1] ?? null
}
