import type { Page } from './markdown-block.ts'
import { MarkdownStream } from './markdown-stream.ts'

/** Markdown as painted lines of at most `width` columns. Never throws; code has colours once `loadHighlighter` is done. */
export function renderMarkdown(text: string, page: Page): readonly string[] {
  const stream = new MarkdownStream(page)
  const lines = [...stream.push(text)]
  for (const line of stream.end()) lines.push(line)
  return lines
}
