import { beforeAll, expect, test } from 'vitest'
import { loadHighlighter } from '../../../../cli/tui/text/load-highlighter.ts'
import { renderMarkdown } from '../../../../cli/tui/text/render-markdown.ts'
import { theme } from '../../../../cli/tui/theme.ts'

beforeAll(loadHighlighter)

const plain = { width: 40, theme: theme('plain') }
const dark = { width: 40, theme: theme('dark') }

test.each([
  ['# Title\ntext', ['# Title', 'text']],
  ['Title\n=====', ['# Title']],
  ['**a** *b* `c` ~~d~~', ['**a** *b* `c` ~~d~~']],
  ['[label](https://e.example)', ['label (https://e.example)']],
  ['<https://e.example> https://f.example', ['https://e.example https://f.example']],
  ['[https://good.example](https://evil.example)', ['https://good.example', '(https://evil.example)']],
  ['1. a\n2. b\n   - c\n     - d', ['1. a', '2. b', '   - c', '     - d']],
  ['- [ ] a\n- [x] b', ['- [ ] a', '- [x] b']],
  ['1. a\n\n   ```\n   x\n   ```\n2. b', ['1. a', '', '     x', '2. b']],
  ['> a\n> > b', ['> a', '> > b']],
  ['a &lt;b&gt; &amp; c', ['a <b> & c']],
  ['<script>x</script>', ['<script>x</script>']],
  ['a\n\n\n\nb\n\n', ['a', '', 'b']],
  ['```\na\tb\n```', ['  a   b']],
  ['---', ['─'.repeat(40)]],
])('structure is seen without colour: %j', (markdown, lines) => {
  expect(renderMarkdown(markdown, plain)).toEqual(lines)
})

test('a table is fitted into the width, or becomes records', () => {
  const table = '| Name | What it is |\n|---|--:|\n| a | a long text that does not fit into it |'
  expect(renderMarkdown(table, { ...plain, width: 24 })).toEqual([
    'Name │        What it is',
    '─────┼──────────────────',
    'a    │  a long text that',
    '     │ does not fit into',
    '     │                it',
  ])
  expect(renderMarkdown(table, { ...plain, width: 10 })[0]).toBe('Name: a')
})

test('words are kept whole, wide characters and long words are not', () => {
  expect(renderMarkdown('one two three', { ...plain, width: 8 })).toEqual(['one two', 'three'])
  expect(renderMarkdown('日本語テキスト', { ...plain, width: 5 })).toEqual(['日本', '語テ', 'キス', 'ト'])
  expect(renderMarkdown('abcdefghij', { ...plain, width: 4 })).toEqual(['abcd', 'efgh', 'ij'])
})

test('code has colours, line by line, also within what is open', () => {
  const lines = renderMarkdown('```ts\nconst a = 1\n/* open\nstill */ b\n```', dark)
  expect(lines[0]).toContain('\u001b[35mconst\u001b[39m')
  expect(lines[2]).toContain('\u001b[2mstill */\u001b[22m')
})

test('code of an unknown language, and very long code, stays plain', () => {
  expect(renderMarkdown('```nonsense\nconst a = 1\n```', dark)).toEqual(['  const a = 1'])
  const long = renderMarkdown(`\`\`\`ts\n${'const a = 1\n'.repeat(20_000)}\`\`\``, dark)
  expect(long[0]).toContain('\u001b[35m')
  expect(long.at(-1)).toBe('  const a = 1')
})

test('what is too deep or too dense to parse is shown as it was written', () => {
  expect(renderMarkdown('>'.repeat(100), plain).join('')).toBe('>'.repeat(100))
  expect(renderMarkdown('[a]('.repeat(300), plain).join('')).toBe('[a]('.repeat(300))
})
