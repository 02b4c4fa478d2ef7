import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { errorMessage } from '../../core/values/errors.ts'
import { isExecutable } from '../process/find-shell.ts'
import { installHint } from './install-hint.ts'

const run = promisify(execFile)

/** Where systems put it. Not looked up in `PATH`, which a project may extend. */
const places = [
  '/usr/bin/bwrap',
  '/usr/local/bin/bwrap',
  '/bin/bwrap',
  '/run/wrappers/bin/bwrap',
  '/run/current-system/sw/bin/bwrap',
]

/** An installed bubblewrap. */
export interface Bubblewrap {
  readonly path: string
  /** `0.8.0` */
  readonly version: string
  readonly canDisableUserns: boolean
}

/** Finds bubblewrap, or says how to get it. It may still be forbidden to work: see `probeSandbox`. */
export async function findBubblewrap(): Promise<Bubblewrap | { readonly missing: string }> {
  if (process.platform !== 'linux') return { missing: `bubblewrap needs Linux, and this is ${process.platform}` }
  const path = places.find(isExecutable)
  if (path === undefined) return { missing: `bubblewrap is not installed; ${installHint(osRelease(), isRoot())}` }
  try {
    const { stdout } = await run(path, ['--version'])
    const version = /\d+(\.\d+)+/.exec(stdout)?.[0]
    if (version === undefined) return { missing: `${path} is not bubblewrap: it calls itself ${stdout.trim()}` }
    return { path, version, canDisableUserns: isAtLeast(version, disableUsernsSince) }
  } catch (error) {
    return { missing: `${path} does not run (${errorMessage(error).trim()}); ${installHint(osRelease(), isRoot())}` }
  }
}

const disableUsernsSince = [0, 8] as const

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number)
  return ownMajor > major || (ownMajor === major && ownMinor >= minor)
}

function osRelease(): string {
  try {
    return readFileSync('/etc/os-release', 'utf8')
  } catch {
    return ''
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}
