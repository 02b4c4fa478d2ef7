/** How exactly lines were found: as they are, but for white space at their ends, or but for all around them. */
export type Exactness = 'exact' | 'line ends' | 'white space'

/** Where lines begin, and how exactly they are there. */
export interface Sought {
  readonly at: number
  readonly exactness: Exactness
}

const passes: readonly { readonly exactness: Exactness; readonly plain: (line: string) => string }[] = [
  { exactness: 'exact', plain: (line) => line },
  { exactness: 'line ends', plain: (line) => line.trimEnd() },
  { exactness: 'white space', plain: (line) => line.trim() },
]

/**
 * The first place from `from` on where the wanted lines are; a more exact one further down is preferred.
 * `atEnd` prefers the last lines of the file.
 */
export function seekLines(
  lines: readonly string[],
  wanted: readonly string[],
  from: number,
  atEnd: boolean,
): Sought | null {
  for (const { exactness, plain } of passes) {
    const sought = wanted.map(plain)
    const isAt = (start: number) => sought.every((line, offset) => line === plain(lines[start + offset] ?? ''))
    const last = lines.length - wanted.length
    if (atEnd && last >= from && isAt(last)) return { at: last, exactness }
    for (let at = from; at <= last; at += 1) if (isAt(at)) return { at, exactness }
  }
  return null
}

/** The line after the first one that is, or else contains, the anchor; null when none does. */
export function seekAnchor(lines: readonly string[], anchor: string, from: number): number | null {
  const whole = seekLines(lines, [anchor], from, false)
  if (whole !== null) return whole.at + 1
  const part = lines.findIndex((line, index) => index >= from && line.includes(anchor.trim()))
  return part === -1 ? null : part + 1
}
