import { constants, existsSync, readFileSync } from 'node:fs'
import { dirname, relative, sep } from 'node:path'
import { statPath } from '../disk/disk-stat.ts'
import { addOuterRules, ignoreFileNames, isIgnored, type IgnoreRules } from './ignore-rules.ts'

const maximumBytes = 1024 * 1024
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** Text of the ignore files of a directory, joined; `` when it has none. As in git, a link is not followed. */
export function readIgnoreFiles(directory: string): string {
  return ignoreFileNames.map((name) => readText(`${directory}/${name}`)).join('')
}

function readText(path: string): string {
  const stat = statPath(path)
  if (stat?.kind !== 'file' || stat.sizeBytes > maximumBytes) return ''
  try {
    return `${readFileSync(path, { encoding: 'utf8', flag: openFlags })}\n`
  } catch {
    return ''
  }
}

/**
 * Rules of the git repository around a directory, so that a mounted package does not bring its `node_modules`.
 * None when the directory is itself a repository, or in none. Rules that leave out the directory as a whole do not
 * count: whoever names it wants it.
 */
export function readOuterRules(directory: string): IgnoreRules {
  const outer: string[] = []
  for (let current = directory; !existsSync(`${current}/.git`);) {
    const parent = dirname(current)
    if (parent === current) return []
    outer.unshift(parent)
    current = parent
  }
  let rules: IgnoreRules = []
  for (const parent of outer) {
    const text = readIgnoreFiles(parent)
    const above = `${relative(parent, directory).split(sep).join('/')}/`
    if (text !== '') rules = addOuterRules(rules, above, text)
  }
  return rules.filter((layer) => !layer.matcher.test(layer.above).ignored)
}

/** Those rules as a question, for a copy of the directory that is kept elsewhere. */
export function outerIgnore(directory: string): (path: string, isDirectory: boolean) => boolean {
  const rules = readOuterRules(directory)
  return (path, isDirectory) => isIgnored(rules, path, isDirectory)
}
