import { stripVTControlCharacters } from 'node:util'

/** The stream that a text is for. */
interface Reader {
  readonly isTTY?: boolean
  readonly columns?: number
}

/** Text for a stream: on a terminal its lines end between words, where the terminal itself would cut one. */
export function forPeople(text: string, { isTTY, columns = 0 }: Reader): string {
  if (isTTY !== true || columns < 20) return text
  return text
    .split('\n')
    .map((line) => wrapWords(line, columns))
    .join('\n')
}

/** A line as lines of at most so many characters; what has no blank, a path say, stays whole. */
function wrapWords(line: string, columns: number): string {
  const [indent = ''] = /^ */.exec(line) ?? []
  const lines: string[] = []
  let rest: string | null = null
  for (const word of line.slice(indent.length).split(' ')) {
    const longer: string = rest === null ? indent + word : `${rest} ${word}`
    if (rest !== null && widthOf(longer) > columns) {
      lines.push(rest)
      rest = word
    } else rest = longer
  }
  return [...lines, rest ?? ''].join('\n')
}

function widthOf(text: string): number {
  return [...stripVTControlCharacters(text)].length
}
