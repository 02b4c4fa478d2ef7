/** Longest line that is shown whole, in UTF-16 units. */
export const longestLine = 2000

/**
 * Lines of a text, without their ends; a last end makes no empty line. Lines longer than `longestLine`
 * go on in further ones, so that every part of an output can be reached by line number.
 */
export function foldLines(text: string): readonly string[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines.some((line) => line.length > longestLine) ? lines.flatMap(foldLine) : lines
}

function foldLine(line: string): readonly string[] {
  const parts: string[] = []
  let start = 0
  while (line.length - start > longestLine) {
    const end = wholeCharacters(line, start + longestLine)
    parts.push(line.slice(start, end))
    start = end
  }
  parts.push(line.slice(start))
  return parts
}

/** The end moved one back where it would split a surrogate pair. */
export function wholeCharacters(text: string, end: number): number {
  const unit = text.charCodeAt(end)
  const before = text.charCodeAt(end - 1)
  return unit >= 0xdc00 && unit <= 0xdfff && before >= 0xd800 && before <= 0xdbff ? end - 1 : end
}
