import type { ToolContext, ToolResult } from '../../core/ports/tool.ts'
import { formatLines } from '../../core/tools/count.ts'
import { Draft, type DraftFile } from './draft.ts'
import { byteOrderMark, fileText } from './file-text.ts'
import { commonLineEnd, withLineEnds } from './line-ends.ts'
import { locate, showPath } from './place.ts'

/** A whole file. */
export interface WriteArgs {
  readonly path: string
  readonly content: string
}

/**
 * Makes a file, or replaces one. The model never sees CRs and byte order marks when it reads, so a file that
 * had them keeps them; the executable bit stays too.
 */
export async function writeText(args: WriteArgs, context: ToolContext): Promise<ToolResult> {
  const draft = new Draft(context)
  const { place, file } = await draft.find(locate(args.path, context.mounts))
  const content = args.content.toWellFormed()
  const text = file === null ? content : inStyleOf(file, content)
  draft.put({ place, bytes: Buffer.from(text), executable: file?.executable ?? false })
  const moves = await draft.moves()
  const shown = showPath(place, context.mounts)
  if (file !== null && moves.length === 0) return { text: `${shown} already had this content`, outcome: 'ok' }
  const size = formatLines(countLines(content))
  const kept = text === content ? '' : ', its CRLF line ends or byte order mark kept'
  return { text: `${file === null ? 'created' : 'replaced'} ${shown} (${size}${kept})`, outcome: 'ok', moves }
}

function inStyleOf(file: DraftFile, content: string): string {
  const before = fileText(file.bytes)
  if (before.type !== 'text') return content
  const isPlain = content.includes('\n') && !content.includes('\r')
  const text = isPlain ? withLineEnds(content, commonLineEnd(before.text)) : content
  const hadMark = before.text.startsWith(byteOrderMark) && !text.startsWith(byteOrderMark)
  return hadMark ? byteOrderMark + text : text
}

function countLines(text: string): number {
  if (text === '') return 0
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}
