import { chmodSync, lstatSync, mkdirSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'

/** Makes a directory (0700) when missing; false when it cannot be had, or others could get at what is in it. */
export function makePrivateDirectory(directory: string): boolean {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    // Ours, but open to be read: closed. What others could write in stays out of use.
    if (isPrivateDirectory(directory)) chmodSync(directory, 0o700)
    return isPrivateDirectory(directory)
  } catch {
    return false
  }
}

/** Whether a directory is there, ours, no link, and nobody else can write in it or put another in its place. */
export function isPrivateDirectory(directory: string): boolean {
  const user = process.geteuid?.()
  // Windows: pipes have no directory, and files are guarded by the profile's access lists.
  if (user === undefined) return true
  const found = lstatSync(directory, { throwIfNoEntry: false })
  const parent = lstatSync(dirname(directory), { throwIfNoEntry: false })
  if (found === undefined || parent === undefined) return false
  return found.isDirectory() && found.uid === user && !isOpen(found) && keepsItsEntries(parent, user)
}

function isOpen({ mode }: Stats): boolean {
  return (mode & 0o022) !== 0
}

/** A link is followed by the system; whose it is decides who could turn it elsewhere. */
function keepsItsEntries(parent: Stats, user: number): boolean {
  const isSticky = (parent.mode & 0o1000) !== 0
  const isTrusted = parent.uid === user || parent.uid === 0
  return isTrusted && (parent.isSymbolicLink() || isSticky || !isOpen(parent))
}
