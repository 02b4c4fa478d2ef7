import { parsePatch, type StructuredPatch, type StructuredPatchHunk } from 'diff'
import type { Paint } from '../../render/palette.ts'
import { plural } from '../../render/quantities.ts'
import { sanitize, sanitizeLine } from '../../render/sanitize.ts'
import { breakLine, expandTabs } from './break-line.ts'
import { clipToWidth } from './clip.ts'
import { markWords, type PairPaints } from './diff-words.ts'
import type { Page } from './markdown-block.ts'
import { behind, paintLine, span, type Line } from './span.ts'
import { wrapText } from './wrap.ts'

export interface DiffPage extends Page {
  /** Rows that are shown before the rest is only counted. */
  readonly maxLines: number
}

/** Below this width one column of line numbers is enough. */
const wide = 60

/** A unified diff for a person: names and modes in words, line numbers, changed words marked. */
export function renderDiff(diff: string, page: DiffPage): readonly string[] {
  const width = Math.max(1, page.width)
  const rows: string[] = []
  let hidden = 0
  for (const render of diffLines(diff, { ...page, width })) {
    const lines = hidden > 0 || rows.length >= page.maxLines ? null : render()
    if (lines !== null && rows.length + lines.length <= page.maxLines) rows.push(...lines)
    else hidden += 1
  }
  if (hidden > 0) rows.push(page.theme.dim(clipToWidth(`... ${plural(hidden, 'more line')}`, width)))
  return rows
}

/** Makes the rows of a line of the diff, if it is shown. */
type RenderLine = () => readonly string[]

function* diffLines(diff: string, page: DiffPage): Generator<RenderLine> {
  const safe = sanitize(showEndings(diff))
  const patches = parsed(safe)
  if (patches === null)
    return yield* safe.split('\n').map((line) => () => wrapText(line, page.width, signPaint(line, page)))
  for (const patch of patches) {
    for (const line of headLines(patch)) yield () => [page.theme.strong(clipToWidth(sanitizeLine(line), page.width))]
    const gutter = gutterOf(patch.hunks, page)
    for (const [index, hunk] of patch.hunks.entries()) {
      if (index > 0) yield () => [page.theme.hunk(clipToWidth('⋮', page.width))]
      yield* hunkRows(hunk, gutter, page)
    }
  }
}

function parsed(diff: string): readonly StructuredPatch[] | null {
  try {
    const patches = parsePatch(diff)
    return patches.some((patch) => patch.hunks.length > 0 || patch.newFileName !== undefined) ? patches : null
  } catch {
    return null
  }
}

/** Line endings are shown where they differ within the diff. */
function showEndings(diff: string): string {
  const body = diff.match(/^[-+ ][^\n]*/gm) ?? []
  const ended = body.filter((line) => line.endsWith('\r')).length
  const isMixed = ended > 0 && body.some((line) => !line.endsWith('\r') && !/^(?:---|\+\+\+) /.test(line))
  return isMixed ? diff.replaceAll('\r\n', '\u240d\n') : diff
}

/** What happened to the file, in words. */
function headLines(patch: StructuredPatch): readonly string[] {
  const before = bareName(patch.oldFileName)
  const after = bareName(patch.newFileName)
  const name = after === '/dev/null' ? before : after
  const facts = [
    patch.isRename ? `renamed from ${before}` : patch.isCopy ? `copied from ${before}` : '',
    patch.isCreate || before === '/dev/null' ? `new file${modeWord(patch.newMode)}` : '',
    patch.isDelete || after === '/dev/null' ? 'deleted' : '',
    patch.isBinary ? 'binary' : '',
    patch.oldMode !== undefined && patch.newMode !== undefined ? modeChange(patch.oldMode, patch.newMode) : '',
  ].filter((fact) => fact !== '')
  if (name === '') return []
  return [facts.length === 0 ? name : `${name} (${facts.join(', ')})`]
}

function bareName(name: string | undefined): string {
  return (name ?? '').replace(/^[ab]\//, '')
}

function modeWord(mode: string | undefined): string {
  return mode === '120000' ? ', a link' : mode === '100755' ? ', executable' : ''
}

function modeChange(before: string, after: string): string {
  if (before === '100644' && after === '100755') return 'now executable'
  if (before === '100755' && after === '100644') return 'no longer executable'
  return `mode ${before} is now ${after}`
}

interface Gutter {
  readonly digits: number
  readonly columns: 0 | 1 | 2
}

function gutterOf(hunks: readonly StructuredPatchHunk[], { width }: Page): Gutter {
  const highest = hunks.reduce(
    (most, hunk) => Math.max(most, hunk.oldStart + hunk.oldLines, hunk.newStart + hunk.newLines),
    1,
  )
  const digits = String(highest).length
  return { digits, columns: width >= wide ? 2 : width >= digits + 12 ? 1 : 0 }
}

function* hunkRows(hunk: StructuredPatchHunk, gutter: Gutter, page: DiffPage): Generator<RenderLine> {
  let [oldLine, newLine] = [hunk.oldStart, hunk.newStart]
  const words = changedWords(hunk.lines, page)
  for (const [index, line] of hunk.lines.entries()) {
    // Without its sign, a line may begin with a mark that has nothing to sit on.
    const [sign = ' ', text] = [line[0], sanitize(line.slice(1))]
    if (sign === '\\') {
      yield () => wrapText('no newline at the end', page.width, page.theme.dim)
      continue
    }
    const numbers: Numbers = [sign === '+' ? null : oldLine, sign === '-' ? null : newLine]
    oldLine += sign === '+' ? 0 : 1
    newLine += sign === '-' ? 0 : 1
    const paint = signPaint(sign, page)
    yield () => codeRows(words.get(index) ?? [span(text, paint)], span(`${sign} `, paint), numbers, gutter, page)
  }
}

function signPaint(line: string, { theme }: Page): Paint {
  return line.startsWith('+') ? theme.added : line.startsWith('-') ? theme.removed : theme.text
}

type Numbers = readonly [before: number | null, after: number | null]

function codeRows(line: Line, sign: Line[number], numbers: Numbers, gutter: Gutter, page: Page): readonly string[] {
  const shown = gutter.columns === 2 ? numbers : gutter.columns === 1 ? [numbers[1] ?? numbers[0]] : []
  const cells = shown.map((number) => `${String(number ?? '').padStart(gutter.digits)} `).join('')
  const prefix = page.width > cells.length + 2 ? cells.length + 2 : 0
  const rows = breakLine(
    line.map(({ text, paint }) => span(expandTabs(text, 4), paint)),
    page.width - prefix,
  )
  if (prefix === 0) return rows.map(paintLine)
  const first = [span(cells, page.theme.lineNumber), sign]
  return behind(span(''), span(' '.repeat(prefix)), rows).map((row, index) =>
    paintLine(index === 0 ? [...first, ...row] : row),
  )
}

/** Removed lines and the added ones below them, paired in order. */
function changedWords(lines: readonly string[], { theme, maxLines }: DiffPage): ReadonlyMap<number, Line> {
  const marked = new Map<number, Line>()
  const removed: PairPaints = {
    line: theme.removed,
    word: theme.removedWord,
    marks: theme.marks ? ['[-', '-]'] : ['', ''],
  }
  const added: PairPaints = { line: theme.added, word: theme.addedWord, marks: theme.marks ? ['{+', '+}'] : ['', ''] }
  for (let at = 0; at < Math.min(lines.length, maxLines);) {
    const gone = run(lines, at, '-')
    const come = run(lines, at + gone, '+')
    for (let index = 0; gone === come && index < gone; index += 1) {
      const [before, after] = [lines[at + index] ?? '', lines[at + gone + index] ?? '']
      const pair = markWords(sanitize(before.slice(1)), sanitize(after.slice(1)), removed, added)
      if (pair !== null) marked.set(at + index, pair.before).set(at + gone + index, pair.after)
    }
    at += Math.max(1, gone + come)
  }
  return marked
}

function run(lines: readonly string[], from: number, sign: string): number {
  let count = 0
  while (lines[from + count]?.startsWith(sign) === true) count += 1
  return count
}
