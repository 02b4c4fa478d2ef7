import { structuredPatch, type StructuredPatchHunk } from 'diff'
import type { BlobReader, TreeEntry } from '../tree/entry.ts'
import type { Change } from './diff-trees.ts'
import { binaryPatch, indexLine } from './binary-patch.ts'
import { isBinary } from './is-binary.ts'
import { replacementHunk } from './replacement-hunk.ts'

const contextLines = 3

/** Lines that may differ before the search for a smallest difference gives up; its time grows with the square. */
const maximumEdits = 1000

/** How a diff shows what is no text: in one line that they differ, or in full, for `git apply`. */
export type BinaryForm = 'named' | 'patch'

/**
 * One change as `git diff` prints it: modes, `/dev/null`, `\ No newline at end of file`; carriage returns are kept.
 * Ends with a newline. `git apply` takes it back; where something is binary, only in the form `patch`.
 */
export async function unifiedDiff(change: Change, blobs: BlobReader, binary: BinaryForm = 'named'): Promise<string> {
  const { path, before, after } = change
  if (change.type === 'type-changed') {
    const removal = await unifiedDiff({ path, type: 'removed', before, after: null }, blobs, binary)
    return removal + (await unifiedDiff({ path, type: 'added', before: null, after }, blobs, binary))
  }
  const left = before === null ? null : await blobs.get(before.ref)
  const right = after === null ? null : await blobs.get(after.ref)
  return [
    `diff --git ${quoted('a', path)} ${quoted('b', path)}`,
    ...modeLines(before, after),
    ...body(path, left, right, binary),
  ]
    .map((line) => `${line}\n`)
    .join('')
}

function modeLines(before: TreeEntry | null, after: TreeEntry | null): readonly string[] {
  if (before === null) return after === null ? [] : [`new file mode ${gitMode(after)}`]
  if (after === null) return [`deleted file mode ${gitMode(before)}`]
  const [from, to] = [gitMode(before), gitMode(after)]
  return from === to ? [] : [`old mode ${from}`, `new mode ${to}`]
}

function gitMode(entry: TreeEntry): string {
  if (entry.kind === 'symlink') return '120000'
  return entry.executable ? '100755' : '100644'
}

function body(
  path: string,
  before: Uint8Array | null,
  after: Uint8Array | null,
  binary: BinaryForm,
): readonly string[] {
  const from = before === null ? '/dev/null' : quoted('a', path)
  const to = after === null ? '/dev/null' : quoted('b', path)
  if ((before !== null && isBinary(before)) || (after !== null && isBinary(after))) {
    if (sameBytes(before, after)) return []
    if (binary === 'patch') return [indexLine(before, after), ...binaryPatch(before, after)]
    return [`Binary files ${from} and ${to} differ`]
  }
  const hunks = findHunks(textOf(before), textOf(after))
  if (hunks.length === 0) return []
  return [`--- ${headerName(from)}`, `+++ ${headerName(to)}`, ...hunks.flatMap(hunkLines)]
}

function findHunks(before: string, after: string): readonly StructuredPatchHunk[] {
  if (before === after) return []
  if (before === '' || after === '') return [replacementHunk(before, after, contextLines)]
  const options = { context: contextLines, maxEditLength: maximumEdits }
  const patch = structuredPatch('', '', before, after, undefined, undefined, options)
  return patch?.hunks ?? [replacementHunk(before, after, contextLines)]
}

function hunkLines(hunk: StructuredPatchHunk): readonly string[] {
  const from = range(hunk.oldStart, hunk.oldLines)
  return [`@@ -${from} +${range(hunk.newStart, hunk.newLines)} @@`, ...hunk.lines]
}

/** An empty range is named by the line before it. */
function range(start: number, count: number): string {
  if (count === 0) return `${start - 1},0`
  return count === 1 ? `${start}` : `${start},${count}`
}

/** git quotes names that would be misread, as C does. */
function quoted(side: string, path: string): string {
  const name = `${side}/${path}`
  if (!/[\x00-\x1f\x7f"\\]/.test(name)) return name
  return `"${name.replaceAll(/[\x00-\x1f\x7f"\\]/g, escapeCharacter)}"`
}

function escapeCharacter(character: string): string {
  const known = shortEscapes.get(character)
  return known ?? `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`
}

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\t', '\\t'],
  ['\r', '\\r'],
  ['"', '\\"'],
  ['\\', '\\\\'],
])

/** A tab ends a name that has spaces in it. */
function headerName(name: string): string {
  return name.includes(' ') && !name.startsWith('"') ? `${name}\t` : name
}

function textOf(bytes: Uint8Array | null): string {
  return bytes === null ? '' : Buffer.from(bytes).toString()
}

function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a !== null && b !== null && Buffer.compare(a, b) === 0
}
