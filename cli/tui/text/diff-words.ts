import { diffWordsWithSpace } from 'diff'
import type { Paint } from '../../render/palette.ts'
import { span, type Line } from './span.ts'

/** Longer lines, and lines that have little in common, are shown whole. */
const maximumLine = 500
const minimumShared = 0.4

export interface PairPaints {
  readonly line: Paint
  readonly word: Paint
  /** What stands around a changed word where no colour tells. */
  readonly marks: readonly [before: string, after: string]
}

/** A removed and an added line, the words that changed marked; null when they are different lines. */
export function markWords(
  before: string,
  after: string,
  removed: PairPaints,
  added: PairPaints,
): { readonly before: Line; readonly after: Line } | null {
  if (before.length > maximumLine || after.length > maximumLine || before === after) return null
  const parts = diffWordsWithSpace(before, after, { maxEditLength: 100 })
  if (parts === undefined) return null
  const shared = parts.reduce((sum, part) => sum + (part.added || part.removed ? 0 : part.value.trim().length), 0)
  if (shared < minimumShared * Math.max(before.trim().length, after.trim().length)) return null
  return {
    before: parts.filter((part) => !part.added).flatMap((part) => mark(part.value, part.removed, removed)),
    after: parts.filter((part) => !part.removed).flatMap((part) => mark(part.value, part.added, added)),
  }
}

function mark(text: string, isChanged: boolean, { line, word, marks }: PairPaints): Line {
  if (!isChanged) return [span(text, line)]
  return [span(marks[0], line), span(text, word), span(marks[1], line)].filter((part) => part.text !== '')
}
