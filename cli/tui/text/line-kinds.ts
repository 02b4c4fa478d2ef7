/** What a line of Markdown begins, when it stands at the margin. */
export function isBlank(line: string): boolean {
  return /^[ \t]*$/.test(line)
}

export function isHeading(line: string): boolean {
  return /^ {0,3}#{1,6}(?:[ \t]|$)/.test(line)
}

export function isRule(line: string): boolean {
  return /^ {0,3}(?:(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})$/.test(line)
}

export function isQuote(line: string): boolean {
  return /^ {0,3}>/.test(line)
}

export interface FenceStart {
  readonly indent: number
  readonly mark: string
  readonly info: string
}

export function fenceStart(line: string): FenceStart | null {
  const found = /^( {0,3})(`{3,}|~{3,})(.*)$/.exec(line)
  if (found === null) return null
  const [, indent = '', mark = '', info = ''] = found
  return mark.startsWith('`') && info.includes('`') ? null : { indent: indent.length, mark, info: info.trim() }
}

export function isFenceEnd(line: string, { mark }: FenceStart): boolean {
  const closing = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1]
  return closing !== undefined && closing[0] === mark[0] && closing.length >= mark.length
}

export interface ItemStart {
  /** Columns before the text of the item. */
  readonly indent: number
  /** Null for a bullet. */
  readonly number: number | null
  /** The bullet, or what stands behind the number: another one begins another list. */
  readonly sign: string
  readonly text: string
}

export function itemStart(line: string): ItemStart | null {
  const found = /^( {0,3})(?:([-*+])|(\d{1,9})([.)]))(?:( {1,4}|\t)(.*))?$/.exec(line)
  if (found === null || isRule(line)) return null
  const [, before = '', bullet, digits, behind = '', space = ' ', text = ''] = found
  const marker = bullet ?? `${digits ?? ''}${behind}`
  return {
    indent: before.length + marker.length + (space === '\t' ? 1 : space.length),
    number: digits === undefined ? null : Number(digits),
    sign: bullet ?? behind,
    text,
  }
}

/** Whether a line ends the paragraph above it; `---` below text is a heading instead. */
export function interruptsParagraph(line: string): boolean {
  if (isHeading(line) || isQuote(line) || fenceStart(line) !== null) return true
  if (isRule(line)) return !/^ {0,3}-+[ \t]*$/.test(line)
  const item = itemStart(line)
  return item !== null && item.text !== '' && (item.number === null || item.number === 1)
}
