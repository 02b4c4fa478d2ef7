import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A program that tests need and that `npm ci` does not bring. */
export interface NeededProgram {
  readonly name: string
  /** Variable that names it when it is not on PATH. */
  readonly variable: string
  /** What brings it. */
  readonly install: string
}

/**
 * Where a program is, or null, in which case a suite is skipped by a name that says what brings it.
 * @throws where CI is set: there a suite that does not run has failed
 */
export function findProgram({ name, variable, install }: NeededProgram): string | null {
  const named = process.env[variable]
  const places = (process.env['PATH'] ?? '').split(delimiter).map((directory) => join(directory, name))
  const found = [...(named ? [named] : []), ...places].find(isExecutable)
  if (found === undefined && process.env['CI'])
    throw new Error(`${name} is neither on PATH nor in ${variable}: ${install}`)
  return found ?? null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
