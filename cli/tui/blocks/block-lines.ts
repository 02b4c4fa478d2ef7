import { assertNever } from '../../../core/values/assert-never.ts'
import type { Block } from '../../chat/block.ts'
import type { PaperStyle } from '../paper-style.ts'
import { renderDiff } from '../text/render-diff.ts'
import { renderMarkdown } from '../text/render-markdown.ts'
import { callLines } from './call-lines.ts'
import { endLines } from './end-lines.ts'
import { noteLines } from './note-lines.ts'
import { promptLines } from './prompt-lines.ts'
import { thinkingLines } from './thinking-lines.ts'

/** A block as lines of a terminal, none wider than it. */
export function blockLines(block: Block, style: PaperStyle): readonly string[] {
  const { theme, width } = style
  switch (block.type) {
    case 'prompt':
      return ['', ...promptLines(block, style)]
    case 'answer':
      return ['', ...renderMarkdown(block.text, { theme, width })]
    case 'thinking':
      return thinkingLines(block.text, style)
    case 'call':
      return callLines(block, style)
    case 'note':
      return noteLines(block, style)
    case 'diff':
      return renderDiff(block.diff, { theme, width, maxLines: Number.POSITIVE_INFINITY })
    case 'end':
      return endLines(block, style)
    default:
      return assertNever(block)
  }
}
