import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyHunks } from '../../../../vfs/tools/patch/apply-hunks.ts'
import { parsePatch, type Hunk } from '../../../../vfs/tools/patch/parse-patch.ts'

/** How one line of a file is changed: kept, dropped, or followed by new ones. */
interface LineChange {
  readonly text: string
  readonly keep: boolean
  readonly added: readonly string[]
}

const word = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\t', '@', '*', '+', '-', '😀'), maxLength: 6 })
const change: fc.Arbitrary<LineChange> = fc.record({
  text: word,
  keep: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  added: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(word, { maxLength: 3 }) },
  ),
})
const changes = fc.array(change, { minLength: 1, maxLength: 25 })
const style = fc.record({ lineEnd: fc.constantFrom('\n', '\r\n'), endsWithLineEnd: fc.boolean() })

/** What a patch should leave: the model that the real thing is compared with. */
function expected(lines: readonly LineChange[], lineEnd: string, endsWithLineEnd: boolean): string {
  const after = lines.flatMap(({ text, keep, added }) => [...(keep ? [text] : []), ...added])
  const text = after.map((line) => line + lineEnd).join('')
  return endsWithLineEnd ? text : text.slice(0, text.length - lineEnd.length)
}

function before(lines: readonly LineChange[], lineEnd: string, endsWithLineEnd: boolean): string {
  return expected(
    lines.map((line) => ({ ...line, keep: true, added: [] })),
    lineEnd,
    endsWithLineEnd,
  )
}

function patchLines(lines: readonly LineChange[]): readonly string[] {
  return lines.flatMap(({ text, keep, added }) => [(keep ? ' ' : '-') + text, ...added.map((line) => `+${line}`)])
}

function hunksOf(lines: readonly string[]): readonly Hunk[] {
  const [file] = parsePatch(['*** Begin Patch', '*** Update File: a', ...lines, '*** End Patch'].join('\n'))
  return file?.type === 'update' ? file.hunks : []
}

test('a patch that shows the whole file leaves what it says, whatever the lines are', () => {
  fc.assert(
    fc.property(changes, style, (lines, { lineEnd, endsWithLineEnd }) => {
      const text = before(lines, lineEnd, endsWithLineEnd)
      // Without any line end nobody knows which is usual; an empty last line without one is no line.
      fc.pre(text.includes(lineEnd) && (endsWithLineEnd || lines.at(-1)?.text !== ''))
      const patched = applyHunks(text, hunksOf(patchLines(lines)), 'a')
      expect(patched.text).toBe(expected(lines, lineEnd, endsWithLineEnd))
      expect(patched.exactness).toBe('exact')
    }),
    { numRuns: 1000 },
  )
})

test('hunks with a little context, in any order, leave the same as the whole', () => {
  fc.assert(
    fc.property(
      changes,
      style,
      fc.nat({ max: 3 }),
      fc.func(fc.nat()),
      (chosen, { lineEnd, endsWithLineEnd }, around, rank) => {
        const lines = chosen.map((line, index) => ({ ...line, text: `${index}:${line.text}` }))
        const hunks = splitHunks(lines, Math.max(1, around))
        fc.pre(hunks.length > 0 && (lines.length > 1 || lineEnd === '\n'))
        const shuffled = hunks.toSorted((a, b) => rank(a.join()) - rank(b.join())).flatMap((hunk) => ['@@', ...hunk])
        const patched = applyHunks(before(lines, lineEnd, endsWithLineEnd), hunksOf(shuffled), 'a')
        expect(patched.text).toBe(expected(lines, lineEnd, endsWithLineEnd))
      },
    ),
    { numRuns: 1000 },
  )
})

/** Changed lines and `around` kept ones on both sides, as lines of a patch; hunks that touch are one. */
function splitHunks(lines: readonly LineChange[], around: number): readonly (readonly string[])[] {
  const isChanged = (line: LineChange | undefined) => line !== undefined && (!line.keep || line.added.length > 0)
  const shown = lines.map((_, index) => {
    for (let near = index - around; near <= index + around; near += 1) if (isChanged(lines[near])) return true
    return false
  })
  const hunks: LineChange[][] = []
  for (const [index, line] of lines.entries()) {
    if (shown[index] !== true) continue
    if (shown[index - 1] !== true) hunks.push([])
    hunks.at(-1)?.push(line)
  }
  return hunks.map(patchLines)
}

test('white space that a model got wrong changes nothing but the removed and added lines', () => {
  fc.assert(
    fc.property(changes, fc.constantFrom('', '  ', '\t'), (chosen, indent) => {
      const lines = chosen.map((line, index) => ({ ...line, text: `${indent}${index}:${line.text}x${indent}` }))
      const sloppy = lines.map((line) => ({ ...line, text: line.text.trim() }))
      const patched = applyHunks(before(lines, '\n', true), hunksOf(patchLines(sloppy)), 'a')
      expect(patched.text).toBe(expected(lines, '\n', true))
    }),
    { numRuns: 300 },
  )
})
