import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { loadHighlighter } from '../../../../cli/tui/text/load-highlighter.ts'
import { MarkdownStream } from '../../../../cli/tui/text/markdown-stream.ts'
import { renderMarkdown } from '../../../../cli/tui/text/render-markdown.ts'
import { theme } from '../../../../cli/tui/theme.ts'

beforeAll(loadHighlighter)

const page = { width: 40, theme: theme('dark') }

const line = fc.constantFrom(
  '# Heading',
  'A paragraph with **strong** and `code` and [a link](https://example.com/a).',
  'more **unclosed',
  '- item one',
  '* star',
  '  continued',
  '    - nested',
  '1. first',
  '7) seventh',
  '   indented by three',
  '```ts',
  '```',
  '~~~~',
  '   ```python',
  'const a = `open',
  'close` /* and',
  'still */ 12',
  '> quoted',
  '> - in a quote',
  '>',
  'lazy',
  '---',
  '***',
  '===',
  '| a | b |',
  '|---|---|',
  '| 1 | 2 | 3 |',
  '<div>',
  '</div>',
  '[x]: https://example.com',
  '- [ ] task',
  '\tcode by tab',
  '日本語のテキスト 👩‍👩‍👧‍👦 e\u0301\u0301',
  '\u001b]0;title\u0007\u001b[2J',
  'a\rb',
  '',
  '',
  '   ',
)
const text = fc
  .array(
    fc.tuple(fc.oneof({ weight: 9, arbitrary: line }, fc.string({ unit: 'binary' })), fc.constantFrom('\n', '\r\n')),
  )
  .map((lines) => lines.flat().join(''))

function cut(whole: string, positions: readonly number[]): readonly string[] {
  const bounds = [0, ...positions.map((at) => at % (whole.length + 1)).sort((a, b) => a - b), whole.length]
  return bounds.slice(1).map((end, index) => whole.slice(bounds[index], end))
}

test('however a text is cut, its final lines are those of the whole', () => {
  fc.assert(
    fc.property(text, fc.array(fc.nat(), { maxLength: 30 }), fc.boolean(), (whole, positions, looks) => {
      const stream = new MarkdownStream(page)
      const lines: string[] = []
      for (const chunk of cut(whole, positions)) {
        lines.push(...stream.push(chunk))
        // Looking at what is open changes nothing.
        if (looks) stream.tail(5)
      }
      expect([...lines, ...stream.end()]).toEqual(renderMarkdown(whole, page))
    }),
    { numRuns: 1500 },
  )
})

test('what is final and what is open are, together, the text so far', () => {
  fc.assert(
    fc.property(text, fc.array(fc.nat(), { maxLength: 6 }), (whole, positions) => {
      const stream = new MarkdownStream(page)
      const lines: string[] = []
      let soFar = ''
      for (const chunk of cut(whole, positions)) {
        soFar += chunk
        lines.push(...stream.push(chunk))
        // Half a character, half a line ending and half a fence are not shown yet.
        if (/[\r\ud800-\udbff]$|(?:^|\n) *[`~]+[^\n]*$/.test(soFar)) continue
        expect([...lines, ...stream.tail(Number.POSITIVE_INFINITY)]).toEqual(renderMarkdown(soFar, page))
      }
    }),
    { numRuns: 500 },
  )
})

test('behind an empty quote the blank line is still due', () => {
  const stream = new MarkdownStream(page)
  const text = '# Heading\n\n>\n# Head'
  expect([...stream.push(text), ...stream.tail(9)]).toEqual(renderMarkdown(text, page))
})
