import { beforeAll, describe, expect, test } from 'vitest'
import { sanitize, StreamSanitizer } from '../../../../../cli/render/sanitize.ts'
import { titleLine } from '../../../../../cli/tui/text/clip.ts'
import { displayWidth } from '../../../../../cli/tui/text/display-width.ts'
import { LiveTail } from '../../../../../cli/tui/text/live-tail.ts'
import { loadHighlighter } from '../../../../../cli/tui/text/load-highlighter.ts'
import { MarkdownStream } from '../../../../../cli/tui/text/markdown-stream.ts'
import { renderDiff } from '../../../../../cli/tui/text/render-diff.ts'
import { renderMarkdown } from '../../../../../cli/tui/text/render-markdown.ts'
import { foldThinking, renderThinking } from '../../../../../cli/tui/text/thinking.ts'
import { wrapText } from '../../../../../cli/tui/text/wrap.ts'
import { theme } from '../../../../../cli/tui/theme.ts'
import { hostileCases, shortSequences } from './cases.ts'
import { showOnScreen } from './screen.ts'

beforeAll(loadHighlighter)

const ours = /\u001b\[(?:1|2|3|4|7|9|22|23|24|27|29|3[1-6]|39)m/g
/** Everything a terminal acts on, or hides, but for the joiners and selectors that are read with what they follow. */
const meant =
  /[\p{Cc}\p{Zl}\p{Zp}\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e00ff}]|\p{Cs}|\p{M}{8}/u

const looks = [
  { width: 40, theme: theme('dark') },
  { width: 79, theme: theme('plain') },
  { width: 7, theme: theme('light') },
]

/** All that may be shown of a text at one width. */
function shownOf(text: string, look: (typeof looks)[number]): Readonly<Record<string, readonly string[]>> {
  const { width } = look
  const tail = new LiveTail()
  for (const chunk of chunks(text, 7)) tail.push(chunk)
  return {
    markdown: renderMarkdown(text, look),
    'markdown while it streams': streamTails(text, look),
    diff: renderDiff(text, { ...look, maxLines: 200 }),
    'diff body': renderDiff(asDiff(text), { ...look, maxLines: 200 }),
    'live tail': tail.lines(50, width),
    title: [titleLine(text, width)],
    thinking: [...foldThinking(text, look), ...renderThinking(text.slice(0, 20_000), look)],
    'plain text': wrapText(text, width),
  }
}

function asDiff(text: string): string {
  const lines = text.slice(0, 20_000).split('\n')
  const body = [...lines.map((line) => `-${line}`), ...lines.map((line) => `+${line} x`)]
  return ['--- a/x', '+++ b/x', `@@ -1,${lines.length} +1,${lines.length} @@`, ...body, ''].join('\n')
}

function streamTails(text: string, look: (typeof looks)[number]): readonly string[] {
  const stream = new MarkdownStream(look)
  return chunks(text.slice(0, 20_000), 11).flatMap((chunk) => [...stream.push(chunk), ...stream.tail(3)])
}

/** About so many chunks, of uneven sizes. */
function chunks(text: string, count: number): readonly string[] {
  const size = Math.max(1, Math.floor(text.length / count))
  const cut: string[] = []
  for (let at = 0, step = 0; at < text.length; step += 1) {
    const next = at + Math.max(1, size + ((step * 3) % 5) - 2)
    cut.push(text.slice(at, next))
    at = next
  }
  return cut
}

/** The first line that breaks the contract, and how; null when all hold. */
function breach(lines: readonly string[], width: number): string | null {
  for (const line of lines) {
    const bare = line.replace(ours, '')
    const bad = meant.exec(bare)
    if (bad !== null) return `U+${(bad[0].codePointAt(0) ?? 0).toString(16)} in ${JSON.stringify(line.slice(0, 200))}`
    if (displayWidth(bare) > width) return `${displayWidth(bare)} columns: ${JSON.stringify(line.slice(0, 200))}`
    if (!isClosed(line)) return `a style is left open: ${JSON.stringify(line.slice(0, 200))}`
  }
  return null
}

const closers: Readonly<Record<string, readonly string[]>> = {
  22: ['1', '2'],
  23: ['3'],
  24: ['4'],
  27: ['7'],
  29: ['9'],
  39: ['31', '32', '33', '34', '35', '36'],
}

function isClosed(line: string): boolean {
  const open = new Set<string>()
  for (const [, code = ''] of line.matchAll(/\u001b\[(\d+)m/g)) {
    const closed = closers[code]
    if (closed === undefined) open.add(code)
    else for (const opener of closed) open.delete(opener)
  }
  return open.size === 0
}

test('there are at least 200 cases, and no two have one name', () => {
  expect(new Set(hostileCases.map(({ name }) => name)).size).toBe(hostileCases.length)
  expect(hostileCases.length).toBeGreaterThanOrEqual(200)
})

describe('whatever is shown', () => {
  test.for(hostileCases.map(({ name, text }) => [name, text] as const))('%s', async ([, text]) => {
    expect(meant.exec(sanitize(text).replaceAll(/[\n\t]/g, ' '))).toBeNull()
    // The huge ones are seen at one width.
    for (const look of text.length > 50_000 ? looks.slice(0, 1) : looks) {
      const shown = shownOf(text, look)
      for (const [how, lines] of Object.entries(shown)) expect([how, breach(lines, look.width)]).toEqual([how, null])

      const lines = Object.values(shown).flatMap((all) => all.slice(-100))
      const untouched = await showOnScreen([], look.width < 8 ? 8 : look.width)
      const report = await showOnScreen(lines, look.width < 8 ? 8 : look.width)
      expect(report).toEqual({ ...untouched, markers: [0, lines.length + 1], cursor: [0, lines.length + 2] })
    }
  })
})

describe('a text that comes in pieces is the same as whole', () => {
  test.for(hostileCases.map(({ name, text }) => [name, text] as const))('%s', ([, text]) => {
    const [look] = looks as [(typeof looks)[number]]
    const whole = renderMarkdown(text, look)
    for (const count of [2, 13, 101]) {
      const stream = new MarkdownStream(look)
      const lines: string[] = []
      for (const chunk of chunks(text, count)) for (const line of stream.push(chunk)) lines.push(line)
      for (const line of stream.end()) lines.push(line)
      expect(lines.join('\n') === whole.join('\n')).toBe(true)
    }
  })

  test.for(shortSequences.map(({ name, text }) => [name, text] as const))('%s', ([, text]) => {
    const [look] = looks as [(typeof looks)[number]]
    const whole = renderMarkdown(text, look)
    const tailed = new LiveTail()
    tailed.push(text)
    for (let at = 0; at <= text.length; at += 1) {
      const [head, rest] = [text.slice(0, at), text.slice(at)]
      const stream = new MarkdownStream(look)
      expect([...stream.push(head), ...stream.push(rest), ...stream.end()]).toEqual(whole)
      const sanitizer = new StreamSanitizer()
      expect(sanitizer.push(head) + sanitizer.push(rest) + sanitizer.flush()).toBe(sanitize(text))
      const tail = new LiveTail()
      tail.push(head)
      tail.push(rest)
      expect(tail.lines(9, 40)).toEqual(tailed.lines(9, 40))
    }
  })
})
