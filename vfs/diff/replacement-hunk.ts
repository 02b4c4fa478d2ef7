import type { StructuredPatchHunk } from 'diff'

/** One hunk that replaces everything between the first and the last differing line: right, but not the smallest. */
export function replacementHunk(before: string, after: string, contextLines: number): StructuredPatchHunk {
  const left = splitLines(before)
  const right = splitLines(after)
  const shorter = Math.min(left.length, right.length)
  let head = 0
  while (head < shorter && left[head] === right[head]) head += 1
  let tail = 0
  while (tail < shorter - head && left.at(-1 - tail) === right.at(-1 - tail)) tail += 1

  const start = Math.max(0, head - contextLines)
  const kept = Math.min(tail, contextLines)
  const leftEnd = left.length - tail
  const rightEnd = right.length - tail
  return {
    oldStart: start + 1,
    oldLines: leftEnd + kept - start,
    newStart: start + 1,
    newLines: rightEnd + kept - start,
    lines: [
      ...left.slice(start, head).flatMap((line) => marked(' ', line)),
      ...left.slice(head, leftEnd).flatMap((line) => marked('-', line)),
      ...right.slice(head, rightEnd).flatMap((line) => marked('+', line)),
      ...left.slice(leftEnd, leftEnd + kept).flatMap((line) => marked(' ', line)),
    ],
  }
}

/** Lines with their line feeds. */
function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function marked(sign: string, line: string): readonly string[] {
  return line.endsWith('\n') ? [sign + line.slice(0, -1)] : [sign + line, '\\ No newline at end of file']
}
