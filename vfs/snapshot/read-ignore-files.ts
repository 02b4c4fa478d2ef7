import { constants, lstatSync, readFileSync, statSync } from 'node:fs'
import { ignoreFileNames } from './ignore-rules.ts'

const maximumBytes = 1024 * 1024
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)
const noFollow = constants.O_NOFOLLOW ?? 0

/** Text of the ignore files of a directory, joined; `` when it has none. As in git, a link is not followed. */
export function readIgnoreFiles(directory: string): string {
  return ignoreFileNames.map((name) => readRules(`${directory}/${name}`)).join('')
}

/** Text of a file of rules with a line break behind it; `` for none, for what is no file, and for more than 1 MiB. */
export function readRules(path: string): string {
  return readText(path, lstatSync, openFlags | noFollow)
}

/** The same of a file that may be a link. */
export function readRulesThroughLinks(path: string): string {
  return readText(path, statSync, openFlags)
}

function readText(path: string, look: typeof statSync, flag: number): string {
  try {
    const stat = look(path, { throwIfNoEntry: false })
    if (stat?.isFile() !== true || stat.size > maximumBytes) return ''
    return `${readFileSync(path, { encoding: 'utf8', flag })}\n`
  } catch {
    return ''
  }
}
