import type { InstructionFile } from './find-instructions.ts'

/** Most bytes of instruction files in a prompt. */
export const mostInstructionBytes = 32 * 1024

const mostNested = 40

/**
 * The part of the system prompt that the project wrote; empty when it wrote nothing. Files come root first.
 * When there is too much, the nearest files keep their room, and a notice says what was cut.
 */
export function projectInstructions(files: readonly InstructionFile[], nested: readonly string[] = []): string {
  const parts = [...wrapAll(files), ...nameNested(nested)]
  if (parts.length === 0) return ''
  const head = 'The person wrote these instructions for this project. A later file wins over an earlier one.'
  return `# Project instructions\n${files.length === 0 ? '' : `${head}\n`}${parts.join('\n')}\n`
}

function wrapAll(files: readonly InstructionFile[]): readonly string[] {
  let left = mostInstructionBytes
  const wrapped = files.toReversed().map(({ path, text }) => {
    const clean = text.toWellFormed().replaceAll('\0', '\ufffd').trim()
    const kept = cutToLines(clean, left)
    left -= Buffer.byteLength(kept)
    const notice = kept === clean ? '' : `\n[cut here: only 32 KiB of instructions fit; read ${path} for the rest]`
    return `<instructions path=${JSON.stringify(path)}>\n${kept}${notice}\n</instructions>`
  })
  return wrapped.toReversed()
}

function nameNested(nested: readonly string[]): readonly string[] {
  if (nested.length === 0) return []
  const more = nested.length > mostNested ? ` and ${nested.length - mostNested} more` : ''
  const paths = nested.slice(0, mostNested).join(', ')
  return [`Before you change files below these directories, read their instructions: ${paths}${more}.`]
}

/** The longest head of whole lines that fits; of a single long line, whole characters. */
function cutToLines(text: string, limitBytes: number): string {
  const bytes = Buffer.from(text)
  if (bytes.byteLength <= limitBytes) return text
  const lineEnd = limitBytes > 0 ? bytes.lastIndexOf('\n', limitBytes) : -1
  let end = lineEnd > 0 ? lineEnd : limitBytes
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1
  return bytes.toString('utf8', 0, end)
}
