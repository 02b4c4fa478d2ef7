import { sanitize } from '../../render/sanitize.ts'
import type { PaperStyle } from '../paper.ts'
import { foldThinking } from '../text/fold-thinking.ts'
import { hang } from './hang.ts'

/** What the model thought: one line, or the whole when it is unfolded. */
export function thinkingLines(text: string, { theme, width, unfoldsThinking }: PaperStyle): readonly string[] {
  const shown = unfoldsThinking ? sanitize(text.trim()) : foldThinking(text, Math.max(1, width - 2))
  return hang(shown, { first: '~ ', width, paint: theme.thinking, mark: theme.dim })
}
