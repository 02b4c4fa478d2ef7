import { ToolFailure } from '../tool-failure.ts'

/** One line of a hunk: kept, removed or put in. */
export interface HunkLine {
  readonly sign: ' ' | '-' | '+'
  readonly text: string
}

/** A change at one place of a file. */
export interface Hunk {
  /** Lines to go past first, each below the one before: `@@ class X`. */
  readonly anchors: readonly string[]
  readonly lines: readonly HunkLine[]
  /** The lines are the last of the file. */
  readonly atEnd: boolean
  /** Line of the patch where the hunk begins, counted from 1. */
  readonly patchLine: number
}

/** What happens to one file. */
export type FilePatch =
  | { readonly type: 'add'; readonly path: string; readonly lines: readonly string[] }
  | { readonly type: 'delete'; readonly path: string }
  | { readonly type: 'update'; readonly path: string; readonly moveTo: string | null; readonly hunks: readonly Hunk[] }

/**
 * Reads a patch in the format of Codex. Fences, a heredoc around it and missing leading spaces of empty lines
 * are forgiven; anything that leaves the meaning open is not. @throws ToolFailure naming the line
 */
export function parsePatch(patch: string): readonly FilePatch[] {
  const lines = patch.split('\n').map((line) => line.replace(/\r$/, ''))
  const begin = lines.findIndex((line) => line.trim() === '*** Begin Patch')
  if (begin === -1) throw new ToolFailure('nothing was changed: the patch does not start with "*** Begin Patch"')
  const end = lines.findIndex((line, index) => index > begin && line.trimEnd() === '*** End Patch')
  if (end === -1) throw new ToolFailure('nothing was changed: the patch is cut off, it has no "*** End Patch"')
  const more = lines.findIndex((line, index) => index > end && line.startsWith('*** '))
  if (more !== -1) throw bad(more, 'comes after "*** End Patch"; put all files into one patch')
  const files: FilePatch[] = []
  const reader = new LineReader(lines, begin + 1, end)
  while (reader.skipBlank()) files.push(parseFile(reader))
  if (files.length === 0) throw new ToolFailure('nothing was changed: the patch names no file')
  return files
}

/** A cursor over the lines of a patch. */
class LineReader {
  constructor(
    private readonly lines: readonly string[],
    public at: number,
    private readonly end: number,
  ) {}

  peek(): string | undefined {
    return this.at < this.end ? this.lines[this.at] : undefined
  }

  /** The rest of the next line when it starts so, which is then taken. */
  take(start: string): string | null {
    const line = this.peek()
    if (line === undefined || !line.startsWith(start)) return null
    this.at += 1
    return line.slice(start.length)
  }

  /** False at the end. */
  skipBlank(): boolean {
    while (this.peek()?.trim() === '') this.at += 1
    return this.at < this.end
  }

  /** Whether a section ends here: the next one begins, or nothing is left. */
  isSectionEnd(): boolean {
    const line = this.peek()
    return line === undefined || /^\*\*\* (Add|Update|Delete) File: /.test(line)
  }
}

function parseFile(reader: LineReader): FilePatch {
  const line = reader.at
  const added = reader.take('*** Add File: ')
  if (added !== null) return { type: 'add', path: pathOf(added, line), lines: parseAdded(reader) }
  const deleted = reader.take('*** Delete File: ')
  if (deleted !== null) return { type: 'delete', path: pathOf(deleted, line) }
  const updated = reader.take('*** Update File: ')
  if (updated === null) {
    throw bad(
      line,
      `should be "*** Add File: ", "*** Update File: " or "*** Delete File: " and a path, but is ${quote(reader)}`,
    )
  }
  const moved = reader.take('*** Move to: ')
  const moveTo = moved === null ? null : pathOf(moved, line + 1)
  const hunks = parseHunks(reader)
  if (hunks.length === 0 && moveTo === null) throw bad(line, 'updates a file and says no change')
  return { type: 'update', path: pathOf(updated, line), moveTo, hunks }
}

function pathOf(text: string, line: number): string {
  const path = text.trim()
  if (path === '') throw bad(line, 'names no path')
  return path
}

function parseAdded(reader: LineReader): readonly string[] {
  const lines: string[] = []
  let blank: string[] = []
  while (!reader.isSectionEnd()) {
    const line = reader.take('+')
    if (line !== null) {
      lines.push(...blank, line)
      blank = []
    } else if (reader.peek() === '') {
      blank.push('')
      reader.at += 1
    } else throw bad(reader.at, `should start with "+" in a new file, but is ${quote(reader)}`)
  }
  return lines
}

function parseHunks(reader: LineReader): readonly Hunk[] {
  const hunks: Hunk[] = []
  while (!reader.isSectionEnd()) {
    const patchLine = reader.at + 1
    const anchors = parseAnchors(reader)
    const lines = parseHunkLines(reader)
    const atEnd = reader.take('*** End of File') !== null
    if (lines.length > 0) hunks.push({ anchors, lines, atEnd, patchLine })
    else if (!atEnd && !reader.isSectionEnd()) throw unexpected(reader)
    else if (anchors.length > 0) throw bad(patchLine - 1, 'is followed by no change')
  }
  return hunks
}

function parseAnchors(reader: LineReader): readonly string[] {
  const anchors: string[] = []
  for (let rest = reader.take('@@'); rest !== null; rest = reader.take('@@')) {
    const isUnified = /^ -\d+(,\d+)? \+\d+(,\d+)? @@/.test(rest)
    const anchor = isUnified ? '' : rest.replace(/^ /, '').replace(/\s+@@\s*$/, '')
    if (anchor.trim() !== '') anchors.push(anchor)
  }
  return anchors
}

function parseHunkLines(reader: LineReader): readonly HunkLine[] {
  const lines: HunkLine[] = []
  let sure = 0
  for (let line = reader.peek(); line !== undefined; line = reader.peek()) {
    const sign = line[0] ?? ' '
    if (sign !== ' ' && sign !== '-' && sign !== '+') {
      if (!line.startsWith('\\ No newline')) break
    } else lines.push({ sign, text: line.slice(1) })
    if (line !== '') sure = lines.length
    reader.at += 1
  }
  return lines.slice(0, sure)
}

function unexpected(reader: LineReader): ToolFailure {
  return bad(reader.at, `should start with " ", "-", "+" or "@@", but is ${quote(reader)}`)
}

function quote(reader: LineReader): string {
  return JSON.stringify((reader.peek() ?? '').slice(0, 80))
}

function bad(index: number, message: string): ToolFailure {
  return new ToolFailure(`nothing was changed: line ${index + 1} of the patch ${message}`)
}
