import { chmodSync, existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { makeDirectories } from '../../core/store/durable-directory.ts'
import { errorCode, errorMessage } from '../../core/values/errors.ts'
import { FailedError } from '../errors.ts'

/** Where Lightspeed keeps things on this machine; absolute. */
export interface Directories {
  /** Sessions and blobs. */
  readonly data: string
  /** `config.json`. */
  readonly config: string
  /** What can be made again. */
  readonly cache: string
  /** Where processes of this user meet, best first; gone after a restart, if the system is so kind. */
  readonly run: readonly string[]
}

/** `LIGHTSPEED_HOME/{data,config,cache}`, otherwise the XDG directories. @throws FailedError without a home */
export function directories(env: NodeJS.ProcessEnv): Directories {
  const own = env['LIGHTSPEED_HOME']
  if (own) {
    const root = resolve(own)
    const data = join(root, 'data')
    return { data, config: join(root, 'config'), cache: join(root, 'cache'), run: [join(data, 'run')] }
  }
  const place = (variable: string, ...fallback: readonly string[]): string => {
    const set = env[variable]
    return join(set && isAbsolute(set) ? set : join(home(env), ...fallback), 'lightspeed')
  }
  const data = place('XDG_DATA_HOME', '.local', 'share')
  return {
    data,
    config: place('XDG_CONFIG_HOME', '.config'),
    cache: place('XDG_CACHE_HOME', '.cache'),
    run: [...runtimeDirectory(env), join(data, 'run')],
  }
}

/** The variable is missing where nobody logged in, as after `su` or in cron; the usual place is looked at all the same. */
function runtimeDirectory(env: NodeJS.ProcessEnv): readonly string[] {
  const set = env['XDG_RUNTIME_DIR']
  if (set && isAbsolute(set)) return [join(set, 'lightspeed')]
  const usual = `/run/user/${process.geteuid?.()}`
  return process.platform === 'linux' && existsSync(usual) ? [join(usual, 'lightspeed')] : []
}

function home(env: NodeJS.ProcessEnv): string {
  const set = env['HOME'] ?? systemHome()
  if (set !== null && isAbsolute(set)) return set
  throw new FailedError(
    'no-home',
    `HOME is ${set === null ? 'not set' : JSON.stringify(set)}, which is no absolute path; set HOME or LIGHTSPEED_HOME`,
  )
}

function systemHome(): string | null {
  try {
    return homedir()
  } catch {
    return null
  }
}

/** Makes a directory that only its owner may enter, parents included. @throws FailedError */
export function makePrivate(directory: string): void {
  try {
    // The umask may have taken more than it should.
    for (const made of makeDirectories(directory)) chmodSync(made, 0o700)
  } catch (error) {
    const why = errorCode(error) ?? errorMessage(error)
    throw new FailedError(
      'home-unwritable',
      `cannot make ${directory} (${why}); set LIGHTSPEED_HOME to a directory that can be written`,
    )
  }
}
