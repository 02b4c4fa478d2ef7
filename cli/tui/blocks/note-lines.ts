import type { NoteBlock, Tone } from '../../chat/block.ts'
import type { Paint } from '../../render/palette.ts'
import { sanitize } from '../../render/sanitize.ts'
import type { PaperStyle } from '../paper-style.ts'
import type { Theme } from '../theme.ts'
import { hang } from './hang.ts'

/** Something that a person should know, behind a mark of its weight. */
export function noteLines(
  { text, tone }: Pick<NoteBlock, 'text' | 'tone'>,
  { theme, width }: PaperStyle,
): readonly string[] {
  const paint = toneOf(tone, theme)
  return hang(sanitize(text), { first: marks[tone], width, paint, mark: paint })
}

const marks: Readonly<Record<Tone, string>> = { quiet: '· ', good: '✓ ', warning: '! ', error: '✗ ' }

function toneOf(tone: Tone, { dim, success, warning, error }: Theme): Paint {
  return { quiet: dim, good: success, warning, error }[tone]
}
