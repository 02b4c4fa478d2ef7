import { countLines, pasteAtom } from './atom.ts'
import { cleanText } from './clean-text.ts'
import type { Content } from './rope.ts'

/** A paste of more than this is folded. */
const pasteLines = 5
const pasteUnits = 1000

/** What a paste becomes in a draft that has these labels: text, or one atom. */
export function foldPaste(pasted: string, taken: readonly string[]): readonly Content[] {
  const text = cleanText(pasted)
  return text.length > pasteUnits || countLines(text) > pasteLines ? [pasteAtom(text, taken)] : [text]
}
