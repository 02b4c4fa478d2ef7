import { confinedHome } from './command-env.ts'
import { isWithin } from './is-within.ts'
import { systemDirectories } from './system-paths.ts'

/** Where every confined command sees something else than the workspace, whatever the machine and the policy. */
const reservedPaths: readonly string[] = [
  '/proc',
  '/dev',
  '/etc',
  '/tmp',
  '/var/tmp',
  confinedHome,
  ...systemDirectories,
]

/** What of the sandbox's own a mount at this path would hide, or be hidden by; null when it can be shown. */
export function reservedPath(path: string): string | null {
  return reservedPaths.find((reserved) => overlap(path, reserved)) ?? null
}

/** Whether one path is, or lies in, the other. */
export function overlap(a: string, b: string): boolean {
  return isWithin(a, b) || isWithin(b, a)
}
