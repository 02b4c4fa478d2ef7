/** A text with every CRLF as LF, and how to get back to where things are in the text itself. */
export interface LfView {
  readonly text: string
  /** Index in the text itself of an index in the view; a CR belongs to the end of line after it. */
  original(index: number): number
}

/** Lets text written with LF be found in a file with CRLF. */
export function lfView(text: string): LfView {
  if (!text.includes('\r\n')) return { text, original: (index) => index }
  const ends = crlfEnds(text)
  return { text: text.replaceAll('\r\n', '\n'), original: (index) => index + countBelow(ends, index) }
}

/** The line end that most lines of a text have. */
export function commonLineEnd(text: string): '\n' | '\r\n' {
  const crlf = text.split('\r\n').length - 1
  const all = text.split('\n').length - 1
  return crlf * 2 > all ? '\r\n' : '\n'
}

/** Text with LF or CRLF ends, all made the same. */
export function withLineEnds(text: string, end: '\n' | '\r\n'): string {
  const plain = text.replaceAll('\r\n', '\n')
  return end === '\n' ? plain : plain.replaceAll('\n', '\r\n')
}

/** Indexes, in the view, of the line feeds that were a CRLF. */
function crlfEnds(text: string): readonly number[] {
  const ends: number[] = []
  for (let at = text.indexOf('\r\n'); at !== -1; at = text.indexOf('\r\n', at + 2)) ends.push(at - ends.length)
  return ends
}

function countBelow(sorted: readonly number[], limit: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) < limit) low = middle + 1
    else high = middle
  }
  return low
}
