import { errorMessage } from '../../../core/values/errors.ts'
import { ToolFailure } from '../tool-failure.ts'

/** How a pattern is meant. */
export interface PatternOptions {
  readonly ignoreCase: boolean
  /** Matches may span lines, and `.` matches line ends. */
  readonly multiline: boolean
}

/**
 * A pattern in the syntax of ripgrep as a JavaScript expression: leading `(?i)`, `(?s)`, `(?m)` flags, `(?P<name>`,
 * `\A`, `\z`, POSIX classes and `\x{...}` are translated. @throws ToolFailure for an invalid one
 */
export function searchPattern(pattern: string, options: PatternOptions): RegExp {
  const leading = /^\(\?([ims]+)\)/.exec(pattern)
  const flags = new Set(leading?.[1] ?? '')
  if (options.ignoreCase) flags.add('i')
  flags.add('m')
  if (options.multiline) flags.add('g').add('s')
  const source = translate(pattern.slice(leading?.[0].length ?? 0))
  if (/\\[pPu]\{/.test(source)) flags.add('u')
  try {
    return new RegExp(source, [...flags].join(''))
  } catch (error) {
    const reason = errorMessage(error).replace(/^Invalid regular expression: .*: /s, '')
    const hint = 'escape characters such as ( ) [ ] { } with a backslash to find them literally'
    throw new ToolFailure(`${JSON.stringify(pattern)} is not a valid regular expression: ${reason}; ${hint}`)
  }
}

const posixClasses: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\s',
  upper: 'A-Z',
  word: '\\w',
  xdigit: '0-9A-Fa-f',
}

function translate(pattern: string): string {
  return pattern.replace(/\[:(\w+):\]|\(\?P<|\\(?:x\{|[\s\S])/g, (token, posix: string | undefined) => {
    if (posix !== undefined) return posixClasses[posix] ?? token
    if (token === '(?P<') return '(?<'
    if (token === '\\x{') return '\\u{'
    if (token === '\\A') return '(?<![\\s\\S])'
    if (token === '\\z') return '(?![\\s\\S])'
    return token
  })
}
