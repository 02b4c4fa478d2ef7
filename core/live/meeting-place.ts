import { createHash } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { LeaseOwner } from '../ports/leases.ts'
import { isPrivateDirectory, makePrivateDirectory } from './private-directory.ts'

/** Bytes of a socket's path that every system takes; Linux ends at 107, macOS at 103. */
const longestSocketPath = 100

/** Where the processes of one user find each other's sockets. */
export interface MeetingPlace {
  /** Where this process may listen, best first; each is private when asked for, and made if need be. */
  listenAt(owner: LeaseOwner): readonly string[]
  /** Where a process may be listening. */
  socketsOf(owner: LeaseOwner): readonly string[]
  /** Removes what processes that are gone left. */
  sweep(host: string, isGone: (owner: LeaseOwner) => boolean): void
}

/** Sockets in the first of these directories that is private and short enough; `short` is for when none is. */
export function meetingPlace(directories: readonly string[], short = shortDirectory()): MeetingPlace {
  if (process.platform === 'win32') return pipes(directories)
  const all = [...directories, ...(short === null ? [] : [short])]
  const paths = (owner: LeaseOwner, isSafe: (directory: string) => boolean) => {
    const fitting = all.filter((directory) => fits(join(directory, socketName(owner))))
    return fitting.filter(isSafe).map((directory) => join(directory, socketName(owner)))
  }
  return {
    listenAt: (owner) => paths(owner, makePrivateDirectory),
    socketsOf: (owner) => paths(owner, isPrivateDirectory),
    sweep: (host, isGone) => {
      for (const directory of all.filter(isPrivateDirectory)) sweepDirectory(directory, host, isGone)
    },
  }
}

/** A pipe has a name and no directory; the name holds what tells one user's homes apart. */
function pipes(directories: readonly string[]): MeetingPlace {
  const name = (owner: LeaseOwner) => [`\\\\.\\pipe\\lightspeed-${digest(directories.join())}-${socketName(owner)}`]
  return { listenAt: name, socketsOf: name, sweep: () => undefined }
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= longestSocketPath
}

/** For homes with long paths: checked like every other place, so that nobody can have made it before us. */
function shortDirectory(): string | null {
  const user = process.geteuid?.()
  return user === undefined ? null : `/tmp/lightspeed-${user}`
}

const socketPattern = /^([0-9a-f]{8})\.(\d+)\.([\w.-]+)\.sock$/

function socketName({ host, pid, startedAt }: LeaseOwner): string {
  return `${digest(host)}.${pid}.${startedAt}.sock`
}

function sweepDirectory(directory: string, host: string, isGone: (owner: LeaseOwner) => boolean): void {
  for (const name of readdirSync(directory)) {
    const [, from, pid, startedAt = ''] = socketPattern.exec(name) ?? []
    if (from !== digest(host) || !isGone({ host, pid: Number(pid), startedAt })) continue
    rmSync(join(directory, name), { force: true })
  }
}

/** Eight hex digits that stand for a text of any length. */
export function digest(text: string, digits = 8): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits)
}
