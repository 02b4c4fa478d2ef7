/* The model that drafts are compared with: one string, segmented as a whole for every question. */
import type { EditAction } from '../../../../cli/tui/editor/edit-action.ts'

/** A text with a cursor; an atom is U+0001, which is a grapheme whatever stands beside it. */
export interface Naive {
  readonly text: string
  readonly cursor: number
}

export const atomMark = '\u0001'
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

export function naiveEdit({ text, cursor }: Naive, action: EditAction, killed: string): Naive & { killed: string } {
  const graphemes = [...segmenter.segment(text)].map(({ segment }) => segment)
  const offsets = [0]
  for (const grapheme of graphemes) offsets.push(offsets.at(-1)! + grapheme.length)
  const here = offsets.indexOf(cursor)
  const at = (index: number) => offsets[Math.max(0, Math.min(index, graphemes.length))]!
  const replace = (from: number, to: number, by: string, cut = killed) => {
    const changed = text.slice(0, from) + by + text.slice(to)
    let end = from + by.length
    const starts = new Set([...segmenter.segment(changed)].map(({ index }) => index))
    while (end < changed.length && !starts.has(end)) end += 1
    return { text: changed, cursor: end, killed: cut }
  }
  const cut = (from: number, to: number) => replace(from, to, '', from < to ? text.slice(from, to) : killed)
  const to = (index: number) => ({ text, cursor: at(index), killed })
  const left = (matches: (grapheme: string) => boolean, from: number) => {
    while (from > 0 && matches(graphemes[from - 1]!)) from -= 1
    return from
  }
  const right = (matches: (grapheme: string) => boolean, from: number) => {
    while (from < graphemes.length && matches(graphemes[from]!)) from += 1
    return from
  }
  const isWord = (grapheme: string) => /^[\p{L}\p{N}\p{M}_]/u.test(grapheme)
  const isOther = (grapheme: string) => grapheme !== atomMark && !isWord(grapheme)
  const wordLeft = () => {
    const end = left(isOther, here)
    const start = left(isWord, end)
    return start === end ? Math.max(0, end - 1) : start
  }
  const wordRight = () => {
    const start = right(isOther, here)
    const end = right(isWord, start)
    return start === end ? start + 1 : end
  }
  const blankLeft = () => {
    const end = left((grapheme) => /^\s/.test(grapheme), here)
    const start = left((grapheme) => grapheme !== atomMark && !/^\s/.test(grapheme), end)
    return start === end ? Math.max(0, end - 1) : start
  }
  const lineStart = left((grapheme) => grapheme !== '\n', here)
  const lineEnd = right((grapheme) => grapheme !== '\n', here)
  switch (action.kind) {
    case 'insert':
      return replace(cursor, cursor, action.text)
    case 'newline':
      return replace(cursor, cursor, '\n')
    case 'attach':
      return replace(cursor, cursor, `${atomMark} `)
    case 'delete-left':
      return replace(at(here - 1), cursor, '')
    case 'delete-right':
      return replace(cursor, at(here + 1), '')
    case 'delete-word-left':
      return cut(at(wordLeft()), cursor)
    case 'delete-word-right':
      return cut(cursor, at(wordRight()))
    case 'delete-to-blank':
      return cut(at(blankLeft()), cursor)
    case 'delete-to-line-start':
      return cut(at(lineStart === here ? here - 1 : lineStart), cursor)
    case 'delete-to-line-end':
      return cut(cursor, at(lineEnd === here ? here + 1 : lineEnd))
    case 'yank':
      return replace(cursor, cursor, killed)
    case 'clear':
      return replace(0, text.length, '')
    case 'left':
      return to(here - 1)
    case 'right':
      return to(here + 1)
    case 'word-left':
      return to(wordLeft())
    case 'word-right':
      return to(wordRight())
    case 'line-start':
      return to(lineStart)
    case 'line-end':
      return to(lineEnd)
    case 'start':
      return to(0)
    case 'end':
      return to(graphemes.length)
    default:
      throw new Error(`the model has no ${action.kind}`)
  }
}
