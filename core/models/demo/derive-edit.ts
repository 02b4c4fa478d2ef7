import { greetedName, replacementIn } from './read-prompt.ts'

/** One exact replacement, and what it is, as half a sentence. */
export interface DerivedEdit {
  readonly oldText: string
  readonly newText: string
  readonly everywhere: boolean
  readonly why: string
}

/** The edit that a prompt asks for in a file, as well as can be told from words; null when there is none to make. */
export function deriveEdit(prompt: string, path: string, lines: readonly string[]): DerivedEdit | null {
  return replaced(prompt, lines) ?? greeted(prompt, lines) ?? named(prompt, lines) ?? noted(prompt, path, lines)
}

/** Lines of the output of `read`, numbers and notes taken off; null when it shows no whole file. */
export function readLines(output: string): readonly string[] | null {
  const rows = output.split('\n')
  if (/^\[.* is empty\]$/.test(output)) return []
  if (!rows.every((row, i) => row.startsWith(`${i + 1}: `))) return null
  return rows.map((row) => row.slice(row.indexOf(' ') + 1))
}

function replaced(prompt: string, lines: readonly string[]): DerivedEdit | null {
  const [before, after] = replacementIn(prompt) ?? []
  if (before === undefined || after === undefined || before === after) return null
  if (!lines.join('\n').includes(before)) return null
  return { oldText: before, newText: after, everywhere: true, why: `\`${before}\` is now \`${after}\`` }
}

const helloText = /(["'`])((?:hello|hi|hey|good (?:morning|day|evening))\b[^"'`]*)\1/i

function helloLine(lines: readonly string[]): number {
  return lines.findIndex((line) => helloText.test(line))
}

function greeted(prompt: string, lines: readonly string[]): DerivedEdit | null {
  const name = greetedName(prompt)
  if (name === null) return null
  return onLine(lines, helloLine(lines), (line) => {
    const newLine = line.replace(
      helloText,
      (_, quote: string, text: string) => `${quote}${greetingTo(text, name)}${quote}`,
    )
    return { newLine, why: `it now says hello to ${name}` }
  })
}

/** `Hello, world!` to Ada is `Hello, Ada!`. */
function greetingTo(text: string, name: string): string {
  const known = /^(hello|hi|hey|good \w+)(,?\s+)[^!?.,]+/i
  return known.test(text) ? text.replace(known, `$1$2${name}`) : text.replace(/^(\w+)/, `$1, ${name}`)
}

const fixWords = /\b(fix|test|tests|pass|fails|failing|bug|broken|name|parameter|argument)\b/i
const oneParameter = /\bfunction\s*\w*\s*\(\s*(\w+)\s*\)|\(?\b(\w+)\)?\s*=>/

/** A function that is given a name and greets the world instead: the mistake of `examples/hello`. */
function named(prompt: string, lines: readonly string[]): DerivedEdit | null {
  const [, declared, arrow] = oneParameter.exec(lines.find((line) => oneParameter.test(line)) ?? '') ?? []
  const parameter = declared ?? arrow
  if (!fixWords.test(prompt) || parameter === undefined) return null
  const used = new RegExp(`\\$\\{${parameter}\\}|\\+\\s*${parameter}\\b`)
  if (lines.some((line) => used.test(line))) return null
  return onLine(lines, helloLine(lines), (line) => {
    const newLine = line.replace(helloText, (_, __, text: string) => `\`${greetingTo(text, `$\{${parameter}}`)}\``)
    return { newLine, why: `it now uses \`${parameter}\` instead of greeting the world` }
  })
}

/** When nothing better can be told, the wish is written down where it belongs. */
function noted(prompt: string, path: string, lines: readonly string[]): DerivedEdit | null {
  const [wish = ''] = prompt.split('\n')
  const note = commented(path, wish.length > 100 ? `${wish.slice(0, 99)}…` : wish)
  if (note === null) return null
  const why = 'your wish is written down as a note'
  if (lines.every((line) => line.trim() === '')) return { oldText: '', newText: `${note}\n`, everywhere: false, why }
  const first = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#!'))
  return onLine(lines, Math.max(first, 0), (line) => ({ newLine: `${note}\n${line}`, why }))
}

function commented(path: string, text: string): string | null {
  if (/\.(c|cc|cpp|cs|go|java|[cm]?[jt]sx?|kt|php|rs|swift)$/i.test(path)) return `// TODO: ${text}`
  if (/\.(py|rb|sh|ya?ml|toml)$/i.test(path)) return `# TODO: ${text}`
  if (/\.(html?|xml|svg)$/i.test(path)) return `<!-- TODO: ${text} -->`
  if (/\.css$/i.test(path)) return `/* TODO: ${text} */`
  return /\.(md|txt|rst)$/i.test(path) ? `> To do: ${text}\n` : null
}

/** Replaces one line, with as many lines around it as make it the only one of its kind. */
function onLine(
  lines: readonly string[],
  at: number,
  change: (line: string) => { readonly newLine: string; readonly why: string },
): DerivedEdit | null {
  const line = lines[at]
  if (line === undefined) return null
  const { newLine, why } = change(line)
  if (newLine === line) return null
  for (let around = 0; around < lines.length; around += 1) {
    const start = Math.max(0, at - around)
    const end = Math.min(lines.length, at + around + 1)
    const oldText = lines.slice(start, end).join('\n')
    if (lines.join('\n').split(oldText).length !== 2) continue
    const newText = [...lines.slice(start, at), newLine, ...lines.slice(at + 1, end)].join('\n')
    return { oldText, newText, everywhere: false, why }
  }
  return null
}
