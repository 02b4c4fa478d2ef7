import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LeaseOwner } from '../ports/leases.ts'
import type { Leave, Present } from '../ports/presence.ts'
import { digest } from './meeting-place.ts'
import { isPrivateDirectory, makePrivateDirectory } from './private-directory.ts'

/** A member as it is written down. */
export type Joined = Omit<Present, 'driving' | 'since'> & { readonly since: number }

/** The members of one session. */
export interface Roll {
  add(member: Joined): Leave
  /** Those whose processes live, the longest first. */
  read(): readonly Joined[]
}

export interface RollPlaces {
  readonly directories: readonly string[]
  readonly owner: LeaseOwner
  readonly isGone: (owner: LeaseOwner) => boolean
  /** Of the session's directory in each of them. */
  readonly name: string
}

/** How often a member shows that it lives to those who cannot see its process, ms. */
const beatMs = 5_000

/** Members on other machines that share the directory count for this long after a beat, ms. */
const missedMs = 20_000

/** Over all of this process: it may join a session twice. */
let joined = 0

/** Opens the roll of one session; nothing is made before somebody joins. */
export function openRoll({ directories, owner, isGone, name }: RollPlaces): Roll {
  const isHere = (file: string, member: Joined): boolean => {
    if (member.host !== owner.host) return Date.now() - statSync(file).mtimeMs < missedMs
    if (!isGone(member)) return true
    rmSync(file, { force: true })
    return false
  }
  const readOne = (file: string): readonly Joined[] => {
    try {
      const member = decode(readFileSync(file, 'utf8'))
      return member !== null && isHere(file, member) ? [member] : []
    } catch {
      // Left meanwhile.
      return []
    }
  }
  return {
    add: (member) => {
      const directory = directories.find(makePrivateDirectory)
      if (directory === undefined) return () => undefined
      const place = join(directory, name)
      const file = join(place, `${digest(owner.host)}.${owner.pid}.${owner.startedAt}.${joined++}.json`)
      const write = (): void => attempt(() => writeMember(place, file, member))
      write()
      const beat = setInterval(() => {
        try {
          utimesSync(file, new Date(), new Date())
        } catch {
          // Somebody tidied up.
          write()
        }
      }, beatMs).unref()
      return () => {
        clearInterval(beat)
        attempt(() => rmSync(file, { force: true }))
        // Fails while others are in it.
        attempt(() => rmdirSync(place))
      }
    },
    read: () =>
      directories
        .filter(isPrivateDirectory)
        .flatMap((directory) => list(join(directory, name)).flatMap(readOne))
        .sort((one, other) => one.since - other.since || one.pid - other.pid),
  }
}

function list(place: string): readonly string[] {
  try {
    return readdirSync(place).map((name) => join(place, name))
  } catch {
    return []
  }
}

/** The last to leave removes the directory, perhaps just before this one writes into it. */
function writeMember(place: string, file: string, member: Joined): void {
  for (let tries = 0; ; tries++) {
    mkdirSync(place, { recursive: true, mode: 0o700 })
    try {
      return writeFileSync(file, JSON.stringify(member), { mode: 0o600 })
    } catch (error) {
      if (tries === 3) throw error
    }
  }
}

function decode(text: string): Joined | null {
  const value = JSON.parse(text) as Partial<Joined> | null
  if (typeof value !== 'object' || value === null) return null
  const { host, pid, startedAt, terminal = null, since } = value
  if (typeof host !== 'string' || typeof startedAt !== 'string' || typeof since !== 'number') return null
  if (!Number.isSafeInteger(pid) || (pid ?? 0) <= 0 || (terminal !== null && typeof terminal !== 'string')) return null
  return { host, pid: pid as number, startedAt, terminal, since }
}

/** Presence is a courtesy: a full disk must not end a session. */
function attempt(work: () => void): void {
  try {
    work()
  } catch {
    // The others do not see us, or for a moment too long.
  }
}
