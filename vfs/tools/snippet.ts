import { wholeCharacters } from '../../core/tools/fold-lines.ts'
import type { NumberLine } from './number-line.ts'

const around = 2
const mostRows = 10
const longestRow = 300

/** The first numbered lines of a text that differ from what it was before, and two lines on each side. */
export function snippet(before: string, after: string, number: NumberLine): string {
  const old = linesOf(before)
  const lines = linesOf(after)
  let first = 0
  while (first < lines.length && lines[first] === old[first]) first += 1
  let same = 0
  while (same < lines.length - first && lines.at(-1 - same) === old.at(-1 - same)) same += 1
  const rows: string[] = []
  for (
    let index = Math.max(0, first - around);
    index < Math.min(lines.length, lines.length - same + around);
    index += 1
  ) {
    if (rows.length === mostRows) return [...rows, '[...]'].join('\n')
    rows.push(number(index + 1, cut(lines[index] ?? '')))
  }
  return rows.join('\n')
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

function cut(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line
  return text.length <= longestRow ? text : `${text.slice(0, wholeCharacters(text, longestRow))}...`
}
