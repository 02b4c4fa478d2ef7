import { boundaryBefore, graphemeEnd, graphemeStart, unitsOf } from './graphemes.ts'
import { leafAt, leavesFrom, lengthOf, newlineBefore, newlineFrom, type Content, type Rope } from './rope.ts'

/** Where the grapheme or atom at an offset ends; the end of the text at its end. */
export function stepRight(rope: Rope, at: number): number {
  const placed = leafAt(rope, at)
  if (placed === null) return lengthOf(rope)
  const { leaf, start } = placed
  return typeof leaf.content === 'string' ? start + graphemeEnd(leaf.content, at - start) : start + 1
}

/** Where the grapheme or atom before an offset begins; 0 at the start. */
export function stepLeft(rope: Rope, at: number): number {
  const placed = leafAt(rope, at - 1)
  if (placed === null) return 0
  const { leaf, start } = placed
  return typeof leaf.content === 'string' ? start + graphemeStart(leaf.content, at - start) : start
}

/** The nearest offset at or behind this one at which a grapheme begins. */
export function snapRight(rope: Rope, at: number): number {
  const placed = leafAt(rope, at)
  if (placed === null) return Math.min(Math.max(0, at), lengthOf(rope))
  const { leaf, start } = placed
  if (typeof leaf.content !== 'string' || boundaryBefore(leaf.content, at - start) === at - start) return at
  return stepRight(rope, at)
}

/** Start of the line that an offset lies on. */
export function lineStart(rope: Rope, at: number): number {
  return newlineBefore(rope, at) + 1
}

/** End of the line that an offset lies on, before its newline. */
export function lineEnd(rope: Rope, at: number): number {
  const newline = newlineFrom(rope, at)
  return newline === -1 ? lengthOf(rope) : newline
}

/** The start of a word to the left: what is no word is skipped, then the word. An atom is a word. */
export function wordLeft(rope: Rope, at: number): number {
  const end = leftWhile(rope, at, isNoWord)
  const start = leftWhile(rope, end, isWord)
  return start === end ? stepLeft(rope, end) : start
}

/** The end of a word to the right: what is no word is skipped, then the word. An atom is a word. */
export function wordRight(rope: Rope, at: number): number {
  const start = rightWhile(rope, at, isNoWord)
  const end = rightWhile(rope, start, isWord)
  return end === start ? stepRight(rope, start) : end
}

/** The start of what is no blank to the left: blanks are skipped, then all up to the next blank or atom. */
export function blankLeft(rope: Rope, at: number): number {
  const end = leftWhile(rope, at, isBlank)
  const start = leftWhile(rope, end, isNoBlank)
  return start === end ? stepLeft(rope, end) : start
}

type Kind = (content: Content) => boolean
const isBlank: Kind = (content) => typeof content === 'string' && /^\s/.test(content)
const isNoBlank: Kind = (content) => typeof content === 'string' && !/^\s/.test(content)
const isWord: Kind = (content) => typeof content === 'string' && /^[\p{L}\p{N}\p{M}_]/u.test(content)
const isNoWord: Kind = (content) => typeof content === 'string' && !isWord(content)

function leftWhile(rope: Rope, at: number, matches: Kind): number {
  for (let placed = leafAt(rope, at - 1); placed; placed = leafAt(rope, at - 1)) {
    const { content } = placed.leaf
    const before = typeof content === 'string' ? content.slice(0, at - placed.start) : content
    for (const { grapheme, units } of [...unitsOf(before)].reverse()) {
      if (!matches(grapheme ?? content)) return at
      at -= units
    }
  }
  return at
}

function rightWhile(rope: Rope, at: number, matches: Kind): number {
  for (const { leaf, start } of leavesFrom(rope, at)) {
    const { content } = leaf
    for (const { grapheme, units } of unitsOf(typeof content === 'string' ? content.slice(at - start) : content)) {
      if (!matches(grapheme ?? content)) return at
      at += units
    }
  }
  return at
}
