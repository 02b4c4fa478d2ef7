import type { ToolContext, ToolResult } from '../../core/ports/tool.ts'
import { formatCount } from '../../core/tools/count.ts'
import { Draft } from './draft.ts'
import { explainMismatch } from './explain-mismatch.ts'
import { editableText } from './file-text.ts'
import type { NumberLine } from './number-line.ts'
import { locate, showPath } from './place.ts'
import { replaceText, type Replaced, type Span } from './replace-text.ts'
import { snippet } from './snippet.ts'
import { ToolFailure } from './tool-failure.ts'

/** One replacement as a model writes it. An empty old text makes a new file, or fills an empty one. */
export interface EditArgs {
  readonly old_string: string
  readonly new_string: string
  readonly replace_all?: boolean
}

/** Replaces exact texts in one file, in order; all of them or none. */
export async function editText(
  path: string,
  edits: readonly EditArgs[],
  context: ToolContext,
  number: NumberLine,
): Promise<ToolResult> {
  const draft = new Draft(context)
  const { place, file } = await draft.find(locate(path, context.mounts))
  const shown = showPath(place, context.mounts)
  const makesFile = file === null && edits[0]?.old_string === ''
  const { bytes, executable } = makesFile ? emptyFile : (file ?? (await draft.get(place)))
  const before = editableText(bytes, shown)
  let text = before
  let count = 0
  for (const [index, edit] of edits.entries()) {
    const step = applyEdit(text, edit, shown, edits.length > 1 ? `edit ${index + 1} of ${edits.length}: ` : '')
    text = step.text
    count += step.count
  }
  draft.put({ place, bytes: Buffer.from(text.toWellFormed()), executable })
  const moves = await draft.moves()
  const said = makesFile ? `created ${shown}` : `edited ${shown}: ${formatCount(count)} replaced`
  return { text: `${said}\n${snippet(before, text, number)}`, outcome: 'ok', moves }
}

const emptyFile = { bytes: new Uint8Array(), executable: false }

function applyEdit(text: string, edit: EditArgs, shown: string, label: string): { text: string; count: number } {
  const { old_string: oldText, new_string: newText, replace_all: everywhere = false } = edit
  if (!oldText.isWellFormed()) throw refused(label, 'old_string holds half of a character')
  if (oldText === newText) throw refused(label, 'old_string and new_string are the same')
  if (oldText === '') {
    if (text === '') return { text: newText, count: 1 }
    throw refused(label, `old_string is empty, and ${shown} is not; say which text to replace`)
  }
  const replaced = replaceText(text, { oldText, newText, everywhere })
  if (!replaced.ok) throw refused(label, explain(text, oldText, replaced, shown))
  return replaced
}

function explain(text: string, oldText: string, { found }: Replaced & { readonly ok: false }, shown: string): string {
  if (found.length === 0) return `old_string is not in ${shown}.${explainMismatch(text, oldText)}`
  const lines = found.slice(0, 5).map((span) => lineNumberAt(text, span))
  const where = `${lines.join(', ')}${found.length > lines.length ? ', ...' : ''}`
  const count = formatCount(found.length)
  return `old_string is in ${shown} ${count} times (lines ${where}); add lines around it to make it one, or set replace_all`
}

function lineNumberAt(text: string, { start }: Span): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < start; at = text.indexOf('\n', at + 1)) line += 1
  return line
}

function refused(label: string, message: string): ToolFailure {
  return new ToolFailure(`nothing was changed: ${label}${message}`)
}
