import type { ToolContext, ToolResult } from '../../../core/ports/tool.ts'
import { Draft } from '../draft.ts'
import { editableText } from '../file-text.ts'
import type { NumberLine } from '../number-line.ts'
import { locate, showPath, type Place } from '../place.ts'
import { snippet } from '../snippet.ts'
import { ToolFailure } from '../tool-failure.ts'
import { applyHunks } from './apply-hunks.ts'
import { parsePatch, type FilePatch } from './parse-patch.ts'

const mostSnippets = 3

/** Applies a whole patch to the workspace, or nothing of it. */
export async function applyPatch(patch: string, context: ToolContext, number: NumberLine): Promise<ToolResult> {
  const draft = new Draft(context)
  const done: PatchedFile[] = []
  for (const file of parsePatch(unwrap(patch))) done.push(await patchFile(file, draft, context, number))
  const moves = await draft.moves()
  const snippets = done.flatMap((file) => file.snippet ?? []).slice(0, mostSnippets)
  const text = ['updated files:', ...done.map((file) => file.said), ...snippets].join('\n')
  return { text, outcome: 'ok', moves }
}

/** What is said of a file: `A`, `M` or `D`, its path, and some of the changed lines. */
interface PatchedFile {
  readonly said: string
  readonly snippet?: string
}

async function patchFile(
  file: FilePatch,
  draft: Draft,
  context: ToolContext,
  number: NumberLine,
): Promise<PatchedFile> {
  switch (file.type) {
    case 'add':
      return await addFile(file, draft, context)
    case 'delete':
      await draft.remove(locate(file.path, context.mounts))
      return { said: `D ${showPath(locate(file.path, context.mounts), context.mounts)}` }
    case 'update':
      return await updateFile(file, draft, context, number)
  }
}

/** Like Codex: a file that is there already is replaced. */
async function addFile(file: FilePatch & { type: 'add' }, draft: Draft, context: ToolContext): Promise<PatchedFile> {
  const { place, file: before } = await draft.find(locate(file.path, context.mounts))
  const text = file.lines.map((line) => `${line}\n`).join('')
  draft.put({ place, bytes: Buffer.from(text.toWellFormed()), executable: before?.executable ?? false })
  const shown = showPath(place, context.mounts)
  return { said: before === null ? `A ${shown}` : `M ${shown} (it was there and is replaced)` }
}

async function updateFile(
  file: FilePatch & { type: 'update' },
  draft: Draft,
  context: ToolContext,
  number: NumberLine,
): Promise<PatchedFile> {
  const before = await draft.get(locate(file.path, context.mounts))
  const shown = showPath(before.place, context.mounts)
  const place = file.moveTo === null ? before.place : await destination(file.moveTo, before.place, draft, context)
  const isMoved = showPath(place, context.mounts) !== shown
  if (file.hunks.length === 0) {
    await draft.remove(before.place)
    draft.put({ ...before, place })
    return { said: `M ${shown} -> ${showPath(place, context.mounts)}` }
  }
  const text = editableText(before.bytes, shown)
  const patched = applyHunks(text, file.hunks, shown)
  if (isMoved) await draft.remove(before.place)
  draft.put({ ...before, place, bytes: Buffer.from(patched.text.toWellFormed()) })
  const moved = isMoved ? ` -> ${showPath(place, context.mounts)}` : ''
  const loose = patched.exactness === 'white space' ? ' (found only when ignoring indentation: check the result)' : ''
  return { said: `M ${shown}${moved}${loose}`, snippet: snippet(text, patched.text, number) }
}

async function destination(path: string, from: Place, draft: Draft, context: ToolContext): Promise<Place> {
  const { place, file } = await draft.find(locate(path, context.mounts))
  const shown = showPath(place, context.mounts)
  if (file === null || shown === showPath(from, context.mounts)) return place
  throw new ToolFailure(`nothing was changed: ${shown} exists already; delete it earlier in the patch to move over it`)
}

/** Models that are used to functions put the patch into a JSON object; a patch itself never begins with `{`. */
function unwrap(patch: string): string {
  if (!patch.trimStart().startsWith('{')) return patch
  try {
    const fields: unknown[] = Object.values(JSON.parse(patch) as Record<string, unknown>)
    return typeof fields[0] === 'string' && fields.length === 1 ? fields[0] : patch
  } catch {
    return patch
  }
}
