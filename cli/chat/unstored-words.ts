import { firstWords } from './first-words.ts'
import type { Unstored } from './on-the-way.ts'

/** What is said of what was sent, at the end, to whoever does not wait any longer. */
export function unstoredWords(unstored: readonly Unstored[]): readonly string[] {
  const lost = unstored.filter(({ isDraft }) => !isDraft).map(({ text }) => firstWords(text))
  return [
    ...(unstored.some(({ isDraft }) => isDraft)
      ? ['what was sent last is not known to be stored: it is kept as a draft and asked for at the next start']
      : []),
    ...(lost.length > 0 ? [`not known to be stored, and kept by nobody: ${lost.join(', ')}`] : []),
  ]
}
