import { PathError } from './errors.ts'
import { treeLimits } from './limits.ts'

/** Splits a path of a tree (`src/a.ts`, `` for the root) into names. @throws PathError `path-invalid` */
export function splitPath(path: string): readonly string[] {
  if (path === '') return []
  const names = path.split('/')
  if (names.length > treeLimits.depth) {
    throw new PathError('path-invalid', path, `a path may be at most ${treeLimits.depth} directories deep`)
  }
  if (path.length * 3 > treeLimits.pathBytes && Buffer.byteLength(path) > treeLimits.pathBytes) {
    throw new PathError('path-invalid', path, `a path may be at most ${treeLimits.pathBytes} bytes long`)
  }
  for (const name of names) {
    const problem = nameProblem(name)
    if (problem !== null) throw new PathError('path-invalid', path, `${quote(path)} is not a usable path: ${problem}`)
  }
  return names
}

/** `src` and `a.ts` make `src/a.ts`; the root is ``. */
export function joinPath(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`
}

/** Why a name may not be in a tree, or null. */
export function nameProblem(name: string): string | null {
  if (name === '') return 'it has an empty name in it'
  if (name === '.' || name === '..') return `the name ${name} is not allowed`
  if (name.includes('/') || name.includes('\0')) return 'a name may not contain a slash or a NUL'
  if (!name.isWellFormed()) return 'a name must be valid Unicode'
  if (name.length * 3 > treeLimits.nameBytes && Buffer.byteLength(name) > treeLimits.nameBytes) {
    return `a name may be at most ${treeLimits.nameBytes} bytes long`
  }
  if (isGitDirectoryName(name)) return '.git is never part of the workspace'
  return null
}

/** Code points that HFS+ drops from names, so that `.g<U+200C>it` opens `.git`. */
const ignoredByHfs = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g

/** Whether some file system would take this name for `.git`: any case, NTFS and HFS+ spellings too. */
function isGitDirectoryName(name: string): boolean {
  if (!/git/i.test(name.replace(ignoredByHfs, ''))) return false
  const plain = name.replace(ignoredByHfs, '').toLowerCase()
  return /^(\.git|git~1)[. ]*(:.*)?$/.test(plain)
}

function quote(path: string): string {
  return JSON.stringify(path.length > 120 ? `${path.slice(0, 120)}...` : path)
}
