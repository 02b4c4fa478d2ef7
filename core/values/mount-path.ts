/** The home directory that a confined command sees. */
export const confinedHome = '/home/agent'

/** Where programs and their libraries live: read-only to every command. */
export const systemDirectories: readonly string[] = [
  '/bin',
  '/gnu/store',
  '/lib',
  '/lib32',
  '/lib64',
  '/libx32',
  '/nix/store',
  '/opt',
  '/run/current-system/sw',
  '/sbin',
  '/usr',
]

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

/** Bytes of a mount path at most: every command is told all of them. */
const mostPathBytes = 1024
const mostNameBytes = 255
const mostShown = 80

/** Why nothing can be mounted at a path, wherever the session lives, or null; said behind the path. */
export function mountPathProblem(path: string): string | null {
  const names = path.split('/').slice(1)
  if (!/^(\/[^/\0]+)+$/.test(path) || names.some((name) => name === '.' || name === '..')) {
    return 'must be an absolute path below /, without . or ..'
  }
  if (/\p{Surrogate}/u.test(path)) return 'must be valid Unicode'
  if (utf8Bytes(path) > mostPathBytes) return `must have at most ${mostPathBytes} bytes`
  if (names.some((name) => utf8Bytes(name) > mostNameBytes)) return `must have names of at most ${mostNameBytes} bytes`
  const reserved = reservedPath(path)
  if (reserved === null) return null
  return `commands see the sandbox's own ${reserved} there; choose a path below /mnt, or /workspace`
}

/** A path as it is shown where it may be of any length. */
export function shownPath(path: string): string {
  return path.length > mostShown ? `${path.slice(0, mostShown)}...` : path
}

/** What of the sandbox's own a mount at this path would hide, or be hidden by; null when it can be shown. */
export function reservedPath(path: string): string | null {
  return reservedPaths.find((reserved) => overlap(path, reserved)) ?? null
}

/** Whether one absolute, normalised path is, or lies in, the other. */
export function overlap(a: string, b: string): boolean {
  return a === b || below(a, b) || below(b, a)
}

function below(path: string, root: string): boolean {
  return path.startsWith(root.endsWith('/') ? root : `${root}/`)
}

function utf8Bytes(text: string): number {
  let bytes = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return bytes
}
