import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** A command's module and what is left of the command line. */
export interface Found {
  readonly file: string
  readonly argv: readonly string[]
}

const word = /^[a-z][a-z-]*$/

/** Finds the module of `sessions list ...` below a directory of commands: its layout is the list. */
export function findCommand(directory: string, extension: string, argv: readonly string[]): Found | null {
  const [first = '', second = ''] = argv
  if (!word.test(first)) return null
  const candidates = [
    ...(word.test(second) ? [{ path: `${first}/${second}`, used: 2 }] : []),
    { path: first, used: 1 },
    { path: `${first}/index`, used: 1 },
  ]
  for (const { path, used } of candidates) {
    const file = join(directory, `${path}${extension}`)
    if (existsSync(file)) return { file, argv: argv.slice(used) }
  }
  return null
}

/** Words that may come first, for "did you mean". */
export function commandWords(directory: string): readonly string[] {
  return readdirSync(directory).map((name) => name.replace(/\.[a-z]+$/, ''))
}
