import type { PaperStyle } from '../paper-style.ts'
import { foldThinking, renderThinking } from '../text/thinking.ts'

/** What the model thought: one line, or the whole when it is unfolded. */
export function thinkingLines(text: string, { theme, width, unfoldsThinking }: PaperStyle): readonly string[] {
  const page = { theme, width: Math.max(1, width - 2) }
  const lines = unfoldsThinking ? renderThinking(text, page) : foldThinking(text, page)
  return lines.map((line, index) => (index === 0 ? theme.dim('~ ') : '  ') + line)
}

/** Whether one line says less of it than there is. */
export function isFolded(text: string, style: PaperStyle): boolean {
  const shown = thinkingLines(text, style).join('\n')
  return shown !== thinkingLines(text, { ...style, unfoldsThinking: true }).join('\n')
}
