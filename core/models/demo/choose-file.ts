import { mentionedFiles } from './read-prompt.ts'

/** Paths of the files in the output of `list`: two spaces a level, `name/`, `name (size)`; links are left out. */
export function listedFiles(listing: string): readonly string[] {
  const parents: string[] = []
  const files: string[] = []
  for (const row of listing.split('\n')) {
    if (row.includes(' -> ')) continue
    const [, indent = '', directory, file] = /^( *)(?:(.+)\/|(.+) \([^()]*\))$/.exec(row) ?? []
    const depth = indent.length / 2
    parents.length = Math.min(parents.length, depth)
    if (directory !== undefined) parents[depth] = directory
    if (file !== undefined) files.push([...parents, file].join('/'))
  }
  return files
}

/** The files in the output of `grep`. */
export function matchedFiles(output: string): ReadonlySet<string> {
  return new Set(output.split('\n').flatMap((row) => /^(.+?):\d+:/.exec(row)?.[1] ?? []))
}

/** The file that a prompt most likely means; null when there is none to work on. */
export function chooseFile(files: readonly string[], matched: ReadonlySet<string>, prompt: string): string | null {
  let best: string | null = null
  let bestScore = 0
  for (const path of files) {
    const score = scoreOf(path, matched, prompt)
    if (score <= bestScore) continue
    best = path
    bestScore = score
  }
  return best
}

const source = /\.(c|cc|cpp|cs|css|go|html?|java|jsx?|kt|mjs|cjs|php|py|rb|rs|sh|swift|tsx?)$/i
const prose = /\.(md|txt|rst)$/i
const test = /(\.|_)(test|spec)\.|(^|\/)(tests?|spec|__tests__)\//i
const never =
  /(^|\/)(\.|node_modules\/|dist\/|vendor\/)|(lock|-lock)\.|^LICENSE|AGENTS|CLAUDE|\.(png|jpe?g|gif|ico|pdf|zip|gz|woff2?)$/i

function scoreOf(path: string, matched: ReadonlySet<string>, prompt: string): number {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const mentioned = mentionedFiles(prompt)
  if (mentioned.includes(path)) return 1000
  if (mentioned.includes(name)) return 900
  if (never.test(path)) return 0
  const stem = name.replace(/\..*$/, '').toLowerCase()
  const words: readonly string[] = prompt.toLowerCase().match(/[a-z0-9_-]+/g) ?? []
  const kind = source.test(path) ? 30 : prose.test(path) ? 20 : 5
  const named = words.includes(stem) ? 100 : 0
  const found = matched.has(path) ? 40 : 0
  const asksForTest = test.test(path) ? 60 : 0
  return Math.max(1, kind + named + found - asksForTest - path.split('/').length)
}
