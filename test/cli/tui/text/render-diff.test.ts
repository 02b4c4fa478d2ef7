import { expect, test } from 'vitest'
import { renderDiff } from '../../../../cli/tui/text/render-diff.ts'
import { theme } from '../../../../cli/tui/theme.ts'

const edit = `diff --git a/src/a.ts b/src/a.ts
--- a/src/a.ts
+++ b/src/a.ts
@@ -8,3 +8,3 @@
 context
-const a = foo(1, 2)
+const a = bar(1, 2)
 end
`
const page = { width: 80, theme: theme('plain'), maxLines: 100 }

test('both line numbers stand before a line, and the changed word is marked without colour', () => {
  expect(renderDiff(edit, page)).toEqual([
    'src/a.ts',
    ' 8  8   context',
    ' 9    - const a = [-foo-](1, 2)',
    '    9 + const a = {+bar+}(1, 2)',
    '10 10   end',
  ])
})

test('with colour the changed word is inverse', () => {
  const lines = renderDiff(edit, { ...page, theme: theme('dark') })
  expect(lines[3]).toContain('\u001b[7m\u001b[32mbar\u001b[39m\u001b[27m')
})

test('on 40 columns there is one number, and long lines hang below the text', () => {
  const long = `--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+${'abcdefgh '.repeat(6)}\n`
  expect(renderDiff(long, { ...page, width: 40 })).toEqual([
    'x',
    '1 - a',
    '1 + abcdefgh abcdefgh abcdefgh abcdefgh ',
    '    abcdefgh abcdefgh ',
  ])
})

test.each([
  ['diff --git a/x.sh b/x.sh\nold mode 100644\nnew mode 100755\n', 'x.sh (now executable)'],
  ['diff --git a/o.ts b/n.ts\nrename from o.ts\nrename to n.ts\n', 'n.ts (renamed from o.ts)'],
  ['diff --git a/i.png b/i.png\nBinary files a/i.png and b/i.png differ\n', 'i.png (binary)'],
  ['diff --git a/x b/x\nnew file mode 100644\n', 'x (new file)'],
  ['diff --git a/x b/x\ndeleted file mode 100644\n', 'x (deleted)'],
])('what git says in headers is said in words: %j', (diff, said) => {
  expect(renderDiff(diff, page)).toEqual([said])
})

test('what is beyond the limit is counted', () => {
  expect(renderDiff(edit, { ...page, maxLines: 2 })).toEqual(['src/a.ts', ' 8  8   context', '... 3 more lines'])
})

test('a changed line ending is seen', () => {
  const mixed = '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\r\n+a\n'
  expect(renderDiff(mixed, page).slice(1)).toEqual(['1   - a[-\u240d-]', '  1 + a'])
})

test('what is no diff is shown as it is', () => {
  expect(renderDiff('--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n-a\n', page)).toContain('-a')
})
