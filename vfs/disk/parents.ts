import { mkdirSync } from 'node:fs'
import { errorCode } from '../../core/values/errors.ts'
import { openBelow, openChild, type DirectoryHandle } from './directory-handle.ts'

/** Opens the directory at names, making those that are missing. @throws PathError `path-not-directory`, and what `fs` throws */
export function openOrCreateBelow(root: DirectoryHandle, names: readonly string[]): DirectoryHandle {
  let current = openBelow(root, [])
  for (const name of names) {
    try {
      const next = openOrCreateChild(current, name)
      current.close()
      current = next
    } catch (error) {
      current.close()
      throw error
    }
  }
  return current
}

/** Opens as many of the directories that names lead to as there are. Says how many. */
export function openDeepest(
  root: DirectoryHandle,
  names: readonly string[],
): { readonly handle: DirectoryHandle; readonly depth: number } {
  let current = openBelow(root, [])
  for (const [depth, name] of names.entries()) {
    try {
      const next = openChild(current, name)
      current.close()
      current = next
    } catch (error) {
      const code = errorCode(error)
      if (code === 'ENOENT' || code === 'path-not-directory') return { handle: current, depth }
      current.close()
      throw error
    }
  }
  return { handle: current, depth: names.length }
}

function openOrCreateChild(parent: DirectoryHandle, name: string): DirectoryHandle {
  try {
    return openChild(parent, name)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
  }
  try {
    mkdirSync(`${parent.place}/${name}`)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
  return openChild(parent, name)
}
