import { expect, test } from 'vitest'
import { parsePatch } from '../../../../vfs/tools/patch/parse-patch.ts'

function parse(...lines: readonly string[]) {
  return parsePatch(['*** Begin Patch', ...lines, '*** End Patch', ''].join('\n'))
}

test('a heredoc, a fence and blank lines around the sections are ignored', () => {
  const add = [{ type: 'add', path: 'a', lines: ['x'] }]
  const patch = '*** Begin Patch\n*** Add File: a\n+x\n*** End Patch'
  expect(parsePatch(`apply_patch <<'EOF'\n${patch}\nEOF\n`)).toEqual(add)
  expect(parsePatch(`\`\`\`\n${patch}  \n\`\`\``)).toEqual(add)
  expect(parse('', '*** Add File: a ', '+x', '', '')).toEqual(add)
  expect(parse('*** Add File: a', '+x', '', '+y')).toEqual([{ type: 'add', path: 'a', lines: ['x', '', 'y'] }])
})

test('hunks carry their anchors, lines and place in the patch', () => {
  expect(
    parse('*** Update File: a', '@@ class X', '@@ f()', ' k', '-o', '+n', '@@', '+end', '*** End of File'),
  ).toEqual([
    {
      type: 'update',
      path: 'a',
      moveTo: null,
      hunks: [
        {
          anchors: ['class X', 'f()'],
          lines: [
            { sign: ' ', text: 'k' },
            { sign: '-', text: 'o' },
            { sign: '+', text: 'n' },
          ],
          atEnd: false,
          patchLine: 3,
        },
        { anchors: [], lines: [{ sign: '+', text: 'end' }], atEnd: true, patchLine: 8 },
      ],
    },
  ])
})

test('headers of unified diffs and their note of a missing line end are understood', () => {
  const [file] = parse('*** Update File: a', '@@ -1,2 +1,2 @@ class X', '-o', '+n', '\\ No newline at end of file')
  expect(file).toMatchObject({ hunks: [{ anchors: [], lines: [{ text: 'o' }, { text: 'n' }] }] })
})

test('an empty line inside of a hunk is an empty kept line, and at its end nothing', () => {
  const [file] = parse('*** Update File: a', '@@', ' x', '', '+y', '', '*** Delete File: b')
  const lines = [
    { sign: ' ', text: 'x' },
    { sign: ' ', text: '' },
    { sign: '+', text: 'y' },
  ]
  expect(file).toMatchObject({ hunks: [{ lines }] })
  expect(file?.type === 'update' && file.hunks[0]?.lines).toHaveLength(3)
})

test('lines of the file that look like markers are kept apart by their sign', () => {
  const [file] = parse('*** Update File: a', '@@', ' *** End Patch', '+*** Begin Patch', '-@@')
  expect(file).toMatchObject({
    hunks: [{ lines: [{ text: '*** End Patch' }, { text: '*** Begin Patch' }, { text: '@@' }] }],
  })
})

test('what leaves the meaning open is refused with its line', () => {
  const message = (...lines: string[]) => {
    try {
      parse(...lines)
      return 'parsed'
    } catch (error) {
      return (error as Error).message
    }
  }
  expect(message()).toContain('names no file')
  expect(message('--- a/x')).toContain('line 2 of the patch should be "*** Add File: "')
  expect(message('*** Add File: a', 'x')).toContain(
    'line 3 of the patch should start with "+" in a new file, but is "x"',
  )
  expect(message('*** Update File: a')).toContain('line 2 of the patch updates a file and says no change')
  expect(message('*** Update File: a', '@@', 'x')).toContain(
    'line 4 of the patch should start with " ", "-", "+" or "@@"',
  )
  expect(message('*** Update File: a', '@@ f()')).toContain('line 3 of the patch is followed by no change')
  expect(message('*** Update File:  ', '@@', '+x')).toContain('line 2 of the patch names no path')
  expect(() => parsePatch('*** Update File: a')).toThrow('does not start with "*** Begin Patch"')
  expect(() => parsePatch('*** Begin Patch\n*** Add File: a\n+x')).toThrow('is cut off')
  expect(() => parsePatch('*** Begin Patch\n*** End Patch\n*** Begin Patch\n*** End Patch')).toThrow('one patch')
})
