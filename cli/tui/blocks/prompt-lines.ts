import { sanitize } from '../../render/sanitize.ts'
import type { PromptBlock } from '../../chat/block.ts'
import type { PaperStyle } from '../paper-style.ts'
import { hang } from './hang.ts'

/** Lines of a prompt shown; what was pasted is long, and the person knows it. */
const mostLines = 30

/** What a person said: behind a mark, so that it stands out in the scrollback. */
export function promptLines(
  { text, how }: Pick<PromptBlock, 'text' | 'how'>,
  { theme, width }: PaperStyle,
): readonly string[] {
  const all = sanitize(text.replace(/\n+$/, '')).split('\n')
  const shown = all.length > mostLines + 1 ? all.slice(0, mostLines) : all
  const lines = hang(shown.join('\n'), {
    first: how === 'steer' ? '↳ ' : '› ',
    width,
    paint: theme.strong,
    mark: theme.prompt,
  })
  const hidden = all.length - shown.length
  return hidden === 0 ? lines : [...lines, theme.dim(`  ... ${hidden} more lines`)]
}
