import fc from 'fast-check'
import { sanitize } from '../../../../cli/render/sanitize.ts'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { draftOf, emptyDraft, type Draft } from '../../../../cli/tui/editor/draft.ts'
import { edit } from '../../../../cli/tui/editor/edit.ts'
import { layoutDraft, type Layout } from '../../../../cli/tui/editor/layout.ts'
import { moveVertically } from '../../../../cli/tui/editor/move-vertically.ts'

const shown = (layout: Layout) => layout.rows.map((row) => row.map(({ text }) => text).join(''))
const at = (draft: Draft, cursor: number): Draft => ({ ...draft, cursor })
const family = '👨‍👩‍👧'

test.each([
  ['nothing', '', 10, [''], { x: 0, y: 0 }],
  ['a short line', 'abc', 10, ['abc'], { x: 3, y: 0 }],
  ['a long line', 'abcdefg', 3, ['abc', 'def', 'g'], { x: 1, y: 2 }],
  ['a full row has a row for the cursor', 'abc', 3, ['abc', ''], { x: 0, y: 1 }],
  ['a full row before a newline too', 'abc\nd', 3, ['abc', '', 'd'], { x: 1, y: 2 }],
  ['a wide character is not split', 'ab漢', 3, ['ab', '漢'], { x: 2, y: 1 }],
  ['a family is one glyph', `a${family}${family}`, 4, [`a${family}`, family], { x: 2, y: 1 }],
  ['a flag', '🇩🇪🇫🇷', 3, ['🇩🇪', '🇫🇷'], { x: 2, y: 1 }],
  ['a combining mark takes no cell', 'e\u0301e\u0301e\u0301', 4, ['e\u0301e\u0301e\u0301'], { x: 3, y: 0 }],
  ['a tab goes to the next stop', 'a\tb', 10, ['a   b'], { x: 5, y: 0 }],
  ['a tab does not go beyond the row', 'abcde\tx', 6, ['abcde ', 'x'], { x: 1, y: 1 }],
  ['right-to-left text', 'שלום', 3, ['שלו', 'ם'], { x: 1, y: 1 }],
  ['a direction mark is shown', 'a\u202eb', 20, ['a⟨U+202E⟩b'], { x: 10, y: 0 }],
  ['a direction mark that does not fit is shown otherwise', 'a\u202e', 5, ['a\ufffd'], { x: 2, y: 0 }],
  ['a width below two is two', '漢字', 1, ['漢', '字', ''], { x: 0, y: 2 }],
])('%s', (_name, text, width, rows, cursor) => {
  const layout = layoutDraft(draftOf([text]), width, 10)
  expect(shown(layout)).toEqual(rows)
  expect(layout.cursor).toEqual(cursor)
})

test('an atom is drawn apart by its label, cut to the row', () => {
  const draft = edit(draftOf(['[9 lines] ']), { kind: 'paste', text: 'x\n'.repeat(9) })
  expect(layoutDraft(draft, 40, 5).rows).toEqual([
    [
      { text: '[9 lines] ', atom: false },
      { text: '[9 lines]', atom: true },
    ],
  ])
  expect(shown(layoutDraft(draft, 8, 5))).toEqual(['[9 lines', '] ', '[9 lin…]', ''])
})

test('what is shown stays until the cursor leaves it', () => {
  const draft = draftOf(['0\n1\n2\n3\n4\n5'])
  const end = layoutDraft(draft, 10, 3)
  expect([shown(end), end.above, end.below]).toEqual([['3', '4', '5'], true, false])
  const inside = layoutDraft(at(draft, 6), 10, 3, end.top)
  expect([shown(inside), inside.cursor]).toEqual([['3', '4', '5'], { x: 0, y: 0 }])
  const above = layoutDraft(at(draft, 4), 10, 3, inside.top)
  expect([shown(above), above.cursor, above.above, above.below]).toEqual([['2', '3', '4'], { x: 0, y: 0 }, true, true])
  const shorter = layoutDraft(draftOf(['0\n1']), 10, 3, above.top)
  expect(shown(shorter)).toEqual(['0', '1'])
})

const piece = fc.constantFrom(
  'a',
  'bc',
  ' ',
  '\n',
  '\t',
  '漢',
  'e\u0301',
  family,
  '🇩🇪',
  'ש',
  '\u200b',
  '\u202e',
  'नमस्ते',
  'x'.repeat(700),
)
const text = fc.array(piece, { maxLength: 120, size: 'max' }).map((pieces) => pieces.join(''))

test('no row is wider than the screen, all of the text is there, and the cursor is inside', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 30 }), fc.integer({ min: 1, max: 12 }), fc.nat(), (text, width, maxRows, seed) => {
      let draft = draftOf([text])
      const all = layoutDraft(draft, width, 1e6)
      for (const row of shown(all)) expect(stringWidth(row)).toBeLessThanOrEqual(width)
      const visible = (string: string) => string.replace(/\s/g, '').replace(/[\u202e\u200b]/g, (char) => (width < 8 ? '\ufffd' : sanitize(char)))
      expect(visible(shown(all).join(''))).toBe(visible(text))
      for (let step = 0; step < seed % 40; step += 1) draft = edit(draft, { kind: 'left' })
      const part = layoutDraft(draft, width, maxRows, seed % (text.length + 1))
      expect(part.cursor.y).toBeLessThan(part.rows.length)
      expect(part.cursor.x).toBeLessThanOrEqual(width)
      // What is shown of a part is a stretch of the whole.
      const from = shown(all).slice(0).findIndex((_, i) => shown(all).slice(i, i + part.rows.length).join('\n') === shown(part).join('\n'))
      expect(from).toBeGreaterThanOrEqual(0)
      expect(part.rows.length).toBe(Math.min(maxRows, all.rows.length))
    }),
    { numRuns: 60 },
  )
}) // prettier-ignore

test('a text that was edited wraps like the same text made at once', () => {
  const edits = fc.array(fc.record({ from: fc.nat(), length: fc.nat(20), text }), { maxLength: 8 })
  fc.assert(
    fc.property(text, edits, fc.integer({ min: 2, max: 30 }), (start, steps, width) => {
      let draft = draftOf([start])
      let plain = start
      const boundaries = (string: string) => [...new Intl.Segmenter().segment(string)].map(({ index }) => index)
      for (const { from, length, text } of steps) {
        const starts = [...boundaries(plain), plain.length]
        const index = from % starts.length
        const begin = starts[index]!
        const end = starts[Math.min(starts.length - 1, index + length)]!
        draft = edit(draft, { kind: 'replace', from: begin, to: end, text })
        plain = plain.slice(0, begin) + text + plain.slice(end)
        layoutDraft(draft, width, 5)
      }
      const fresh = { ...draftOf([plain]), cursor: draft.cursor }
      expect(layoutDraft(draft, width, 1e6)).toEqual(layoutDraft(fresh, width, 1e6))
      expect(layoutDraft(draft, width, 5)).toEqual(layoutDraft(fresh, width, 5))
    }),
    { numRuns: 40 },
  )
})

const moves = (draft: Draft, width: number, ...directions: readonly ('up' | 'down')[]) =>
  directions.reduce<Draft>((from, direction) => {
    const to = moveVertically(from, direction, width)
    return to === 'leave' ? from : to
  }, draft)

test('up and down go by rows and keep the wished column over short ones', () => {
  const draft = draftOf(['abcdef\nx\nabcdef'])
  expect(moves(draft, 20, 'up').cursor).toBe(8)
  expect(moves(draft, 20, 'up', 'up').cursor).toBe(6)
  expect(moves(draft, 20, 'up', 'up', 'down', 'down').cursor).toBe(15)
  expect(moves(draftOf(['abcdefgh']), 3, 'up').cursor).toBe(5)
  expect(moves(edit(moves(draft, 20, 'up'), { kind: 'left' }), 20, 'up').cursor).toBe(0)
})

test('up on the first row and down on the last one leave', () => {
  const draft = draftOf(['ab\ncd'])
  expect(moveVertically(draft, 'down', 10)).toBe('leave')
  expect(moveVertically(moves(draft, 10, 'up'), 'up', 10)).toBe('leave')
  expect(moveVertically(emptyDraft, 'up', 10)).toBe('leave')
  expect(moveVertically(draftOf(['abcd']), 'up', 2)).not.toBe('leave')
})

test('a walk down from the top passes every row and comes back the same way', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 30 }), (text, width) => {
      const rows = layoutDraft(draftOf([text]), width, 1e6).rows.length
      const walk = (from: Draft, direction: 'up' | 'down') => {
        let steps = 0
        let draft = from
        for (let next = moveVertically(draft, direction, width); next !== 'leave'; next = moveVertically(draft, direction, width)) {
          draft = next
          steps += 1
        }
        return { draft, steps }
      }
      const down = walk(edit(draftOf([text]), { kind: 'start' }), 'down')
      const up = walk(down.draft, 'up')
      expect([down.steps, up.steps]).toEqual([rows - 1, rows - 1])
    }),
    { numRuns: 60 },
  )
}) // prettier-ignore
