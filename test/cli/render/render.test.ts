import { expect, test } from 'vitest'
import { callTitle } from '../../../cli/render/call-title.ts'
import { headLines, paintDiff, withoutGitHeaders } from '../../../cli/render/paint-diff.ts'
import { palette, wantsColor } from '../../../cli/render/palette.ts'
import { formatAgo, formatCost, formatCount, formatDuration, plural } from '../../../cli/render/quantities.ts'
import { clip, table } from '../../../cli/render/table.ts'

test('numbers are short and carry their unit', () => {
  expect([0, 999, 1000, 59_949, 59_950, 65_000, 7_800_000].map(formatDuration)).toEqual([
    '0 ms',
    '999 ms',
    '1.0 s',
    '59.9 s',
    '1 m 00 s',
    '1 m 05 s',
    '2 h 10 m',
  ])
  expect([999, 1000, 12_345, 999_949, 999_950, 1_200_000].map(formatCount)).toEqual([
    '999',
    '1.0k',
    '12.3k',
    '999.9k',
    '1.0M',
    '1.2M',
  ])
  expect([0, 0.0123, 1.5, null].map((usd) => formatCost(usd))).toEqual(['$0.00', '$0.0123', '$1.50', 'cost unknown'])
  expect([plural(1, 'file'), plural(0, 'file')]).toEqual(['1 file', '0 files'])
  const now = Date.UTC(2026, 0, 20)
  expect([0, 5, 130, 3 * 1440, 15 * 1440].map((minutes) => formatAgo(now - minutes * 60_000, now))).toEqual([
    'just now',
    '5 min ago',
    '2 h ago',
    '3 d ago',
    '2026-01-05',
  ])
})

test('a table aligns its columns, shows escapes and cuts at the width', () => {
  expect(
    table([
      ['id', 'title'],
      ['long-id', 'a\u001b[2Jb\nc'],
    ]),
  ).toBe('id       title\nlong-id  a␛[2Jb c\n')
  expect(table([['a', 'long title']], 7)).toBe('a  lon…\n')
  expect(clip('äöü', 3)).toBe('äöü')
})

test.each([
  ['Read', '{"file_path":"src/a.ts","offset":3}', 'Read src/a.ts'],
  ['Bash', '{"command":"npm test\\n","description":"x"}', 'Bash npm test'],
  ['shell', '{"command":["ls","-l"]}', 'shell ls -l'],
  [
    'apply_patch',
    '*** Begin Patch\n*** Update File: a.ts\n*** Add File: b.ts\n*** End Patch',
    'apply_patch a.ts, b.ts',
  ],
  ['apply_patch', '{"input":"*** Delete File: c.ts"}', 'apply_patch c.ts'],
  ['Grep', '{"pattern":"\\u001b[31m"}', 'Grep ␛[31m'],
  ['odd', 'not json', 'odd'],
  ['none', '{}', 'none'],
])('the call %s %s is titled %s', (name, args, title) => {
  expect(callTitle(name, args)).toBe(title)
})

const diff = `diff --git a/q.sql b/q.sql
--- a/q.sql
+++ b/q.sql
@@ -1,2 +1,2 @@
--- old comment
+++ new comment
 same
`

test('a removed line that looks like a header is painted as what it is', () => {
  const lines = paintDiff(diff, palette(true)).split('\n')
  expect(lines[1]).toBe('\u001b[1m--- a/q.sql\u001b[22m')
  expect(lines[4]).toBe('\u001b[31m--- old comment\u001b[39m')
  expect(lines[5]).toBe('\u001b[32m+++ new comment\u001b[39m')
  expect(lines[6]).toBe(' same')
  expect(paintDiff(diff, palette(false))).toBe(diff)
})

test('under a call a diff has its new name and its hunks', () => {
  expect(withoutGitHeaders(diff)).toBe(diff.split('\n').slice(2).join('\n'))
  expect(headLines('a\nb\nc\n', 2)).toEqual({ text: 'a\nb', hidden: 1 })
})

test.each([
  ['auto', {}, true, true],
  ['auto', {}, false, false],
  ['auto', { NO_COLOR: '1' }, true, false],
  ['auto', { NO_COLOR: '' }, true, true],
  ['auto', { FORCE_COLOR: '1' }, false, true],
  ['auto', { TERM: 'dumb' }, true, false],
  ['always', { NO_COLOR: '1' }, false, true],
  ['never', { FORCE_COLOR: '1' }, true, false],
] as const)('--color %s with %j on a terminal (%s) colours: %s', (choice, env, isTerminal, expected) => {
  expect(wantsColor(choice, env, isTerminal)).toBe(expected)
})
