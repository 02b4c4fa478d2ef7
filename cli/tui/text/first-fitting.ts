import { clipToWidth } from './clip.ts'
import { displayWidth } from './display-width.ts'

/** The first of several wordings that fits into so many columns, else the words of the last one that fit. Safe texts. */
export function firstFitting(wordings: readonly string[], width: number): string {
  const fitting = wordings.find((text) => displayWidth(text) <= width)
  if (fitting !== undefined) return fitting
  const last = wordings.at(-1) ?? ''
  const words = last.split(' ')
  while (words.length > 1 && displayWidth(words.join(' ')) > width) words.pop()
  return clipToWidth(words.join(' '), width)
}
