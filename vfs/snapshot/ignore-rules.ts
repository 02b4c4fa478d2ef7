import ignore, { type Ignore } from 'ignore'

/** The rules of one directory's ignore files. */
interface IgnoreLayer {
  readonly matcher: Ignore
  /** Where the directory of the rules is in the tree, with a final slash; `` for the root and above it. */
  readonly inside: string
  /** Where the tree is below the directory of the rules, with a final slash; `` for the root and inside it. */
  readonly above: string
}

/** Rules that hold in one directory, those of the outermost directory first; an inner one overrules an outer one. */
export type IgnoreRules = readonly IgnoreLayer[]

/** Files that hold rules, in the order they are read: the second can overrule the first. */
export const ignoreFileNames = ['.gitignore', '.lightspeedignore'] as const

const ignorecase = process.platform === 'darwin' || process.platform === 'win32'

/** Adds the text of a directory's ignore files; `directory` is its path in the tree. */
export function addRules(rules: IgnoreRules, directory: string, text: string): IgnoreRules {
  const inside = directory === '' ? '' : `${directory}/`
  return [...rules, { matcher: ignore({ ignorecase }).add(text), inside, above: '' }]
}

/** Adds rules of a directory around the tree; `above` is the path from there to the tree, with a final slash. */
export function addOuterRules(rules: IgnoreRules, above: string, text: string): IgnoreRules {
  return [...rules, { matcher: ignore({ ignorecase }).add(text), inside: '', above }]
}

/** Whether a path is left out, given that its directory is not. */
export function isIgnored(rules: IgnoreRules, path: string, isDirectory: boolean): boolean {
  for (let index = rules.length - 1; index >= 0; index -= 1) {
    const layer = rules[index]
    if (layer === undefined) continue
    const verdict = layer.matcher.test(relative(layer, path, isDirectory))
    if (verdict.ignored) return true
    if (verdict.unignored) return false
  }
  return false
}

/**
 * The rules inside a directory that is not left out. Where inner rules took it back from outer ones, the outer
 * ones must not leave out everything in it again: git asks about each name by itself, `ignore` asks its parents too.
 */
export function enterDirectory(rules: IgnoreRules, directory: string): IgnoreRules {
  if (!rules.some((layer) => layer.matcher.test(relative(layer, directory, true)).ignored)) return rules
  return rules.map((layer) => {
    const path = relative(layer, directory, true)
    if (!layer.matcher.test(path).ignored) return layer
    const exception = { pattern: `!/${path.replaceAll(/[\\*?[\]]/g, String.raw`\$&`)}` }
    return { ...layer, matcher: ignore({ ignorecase }).add(layer.matcher).add([exception]) }
  })
}

function relative(layer: IgnoreLayer, path: string, isDirectory: boolean): string {
  const inner = layer.above + path.slice(layer.inside.length)
  return isDirectory ? `${inner}/` : inner
}
