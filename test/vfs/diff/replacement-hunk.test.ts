import fc from 'fast-check'
import { expect, test } from 'vitest'
import { replacementHunk } from '../../../vfs/diff/replacement-hunk.ts'

const text = fc
  .tuple(fc.array(fc.constantFrom('a', 'b'), { maxLength: 12 }), fc.boolean())
  .map(([lines, ends]) => lines.join('\n') + (ends && lines.length > 0 ? '\n' : ''))

test('the hunk turns one text into the other, and counts its lines right', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const hunk = replacementHunk(before, after, 3)
      const side = (sign: string): readonly string[] =>
        hunk.lines.flatMap((line, index) => {
          if (line.startsWith('\\') || (!line.startsWith(sign) && !line.startsWith(' '))) return []
          return [line.slice(1) + (hunk.lines[index + 1]?.startsWith('\\') === true ? '' : '\n')]
        })
      const lines = (whole: string): readonly string[] => whole.match(/[^\n]*\n|[^\n]+$/g) ?? []
      const [old, next] = [lines(before), lines(after)]
      expect(side('-')).toEqual(old.slice(hunk.oldStart - 1, hunk.oldStart - 1 + hunk.oldLines))
      expect(side('+')).toEqual(next.slice(hunk.newStart - 1, hunk.newStart - 1 + hunk.newLines))
      const kept = old.slice(0, hunk.oldStart - 1)
      const rest = old.slice(hunk.oldStart - 1 + hunk.oldLines)
      expect([...kept, ...side('+'), ...rest].join('')).toBe(after)
    }),
    { numRuns: 500 },
  )
})
