import { diffs, markdown, sizes } from './documents.ts'
import { controls, sequences } from './sequences.ts'
import { unicode } from './unicode.ts'

/** A named text that a model, a tool or a file might send. */
export interface HostileCase {
  readonly name: string
  readonly text: string
}

function named(group: string, table: Readonly<Record<string, string>>): readonly HostileCase[] {
  return Object.entries(table).map(([name, text]) => ({ name: `${group}: ${name}`, text }))
}

/** Sequences where they hurt most: in the middle of text, as code, and cut off by the end. */
const placed = [
  'OSC 52 clipboard write',
  'OSC 8 link',
  'erase screen',
  'SGR conceal',
  'kitty image',
  'cursor home',
  'full reset',
]
const inCode = placed.map((name) => ({
  name: `in a fence: ${name}`,
  text: `\`\`\`sh\necho "${sequences[name] ?? ''}"\n\`\`\`\n`,
}))
const inMarkdown = placed.map((name) => ({
  name: `in a list: ${name}`,
  text: `- **a${sequences[name] ?? ''}** \`${sequences[name] ?? ''}\`\n`,
}))
const halves = placed.map((name) => ({
  name: `cut off: ${name}`,
  text: `text ${(sequences[name] ?? '').slice(0, -1)}`,
}))

export const hostileCases: readonly HostileCase[] = [
  ...named(
    'sequence',
    Object.fromEntries(Object.entries(sequences).map(([name, text]) => [name, `before ${text} after\nnext`])),
  ),
  ...named('control', controls),
  ...named('unicode', unicode),
  ...named('markdown', markdown),
  ...named('size', sizes),
  ...named('diff', diffs),
  ...inCode,
  ...inMarkdown,
  ...halves,
]

/** Short sequences that are worth cutting at every position. */
export const shortSequences: readonly HostileCase[] = named(
  'every cut',
  Object.fromEntries(Object.entries({ ...sequences, ...controls, ...unicode }).filter(([, text]) => text.length <= 60)),
)
