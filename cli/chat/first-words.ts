import { clip } from '../render/table.ts'

/** So much of a text tells which one it is, characters. */
const enough = 60

/** The beginning of a text on one line, to name it by. */
export function firstWords(text: string): string {
  return clip(text.trim().replace(/\s+/g, ' '), enough)
}
