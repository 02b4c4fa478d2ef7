import { statSync } from 'node:fs'

/** A directory of this machine and where a command sees it. */
export interface Place {
  /** Absolute path for the command, as for the file tools. */
  readonly path: string
  readonly directory: string
  readonly readOnly: boolean
}

/** The directories of a command's world. */
export interface Places {
  /** Copies of the mounts in their order. */
  readonly mounts: readonly Place[]
  /** Kept from one command of a session to the next; empty at first. */
  readonly home: string
  readonly tmp: string
}

/** Tells worlds apart: a directory that was replaced by another of the same name makes a new one. */
export function placesKey({ mounts, home, tmp }: Places): string {
  const inodes = [...mounts.map(({ directory }) => directory), home, tmp].map(inodeOf)
  return JSON.stringify([mounts, inodes])
}

/** Null for a directory that is gone: whoever needs it will say so. */
function inodeOf(directory: string): number | null {
  return statSync(directory, { throwIfNoEntry: false })?.ino ?? null
}
