import { commonLineEnd, lfView, withLineEnds } from './line-ends.ts'

/** One exact replacement. */
export interface Replacement {
  readonly oldText: string
  readonly newText: string
  readonly everywhere: boolean
}

/** Part of a text by UTF-16 index, end exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** The new text and how often the old one was there; or where it was found, when that is not exactly once. */
export type Replaced =
  | { readonly ok: true; readonly text: string; readonly count: number }
  | { readonly ok: false; readonly found: readonly Span[] }

/**
 * Replaces the one occurrence of a text that is not empty, or all. CRLF and LF count as the same, and what is
 * put in gets the line ends of what it replaces. An old text with CRs that is there verbatim is replaced verbatim.
 */
export function replaceText(text: string, { oldText, newText, everywhere }: Replacement): Replaced {
  const verbatim = text.includes(oldText) && (oldText.includes('\r') || !text.includes('\r\n'))
  const found = verbatim ? find(text, oldText, everywhere) : findAnyLineEnd(text, oldText, everywhere)
  if (found.length === 0 || (found.length > 1 && !everywhere)) return { ok: false, found }
  const parts: string[] = []
  let from = 0
  for (const { start, end } of found) {
    parts.push(text.slice(from, start), verbatim ? newText : fitLineEnds(newText, text.slice(start, end), text))
    from = end
  }
  return { ok: true, text: parts.join('') + text.slice(from), count: found.length }
}

/** All occurrences; when only one is wanted overlapping ones count too, since they make it ambiguous. */
function find(text: string, wanted: string, everywhere: boolean): readonly Span[] {
  const spans: Span[] = []
  const step = everywhere ? wanted.length : 1
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + step)) {
    spans.push({ start: at, end: at + wanted.length })
  }
  return spans
}

function findAnyLineEnd(text: string, wanted: string, everywhere: boolean): readonly Span[] {
  const view = lfView(text)
  const spans = find(view.text, withLineEnds(wanted, '\n'), everywhere)
  return spans.map(({ start, end }) => ({ start: view.original(start), end: view.original(end) }))
}

function fitLineEnds(newText: string, old: string, whole: string): string {
  return withLineEnds(newText, commonLineEnd(old.includes('\n') ? old : whole))
}
