import type { Dirent } from 'node:fs'
import type { SkippedPath } from '../../core/ports/tree-sync.ts'
import { errorCode } from '../../core/values/errors.ts'
import { statPath, type DiskStat } from '../disk/disk-stat.ts'
import type { Pacer } from '../disk/pacer.ts'
import { tooLarge } from '../disk/read-stable.ts'
import { isTemporaryName } from '../disk/temporary-name.ts'
import { treeLimits } from '../tree/limits.ts'
import { joinPath, nameProblem } from '../tree/path.ts'
import { isIgnored, type IgnoreRules } from './ignore-rules.ts'
import { isSecretPath } from './secret-names.ts'
import type { IndexedDirectory, IndexedFile } from './stat-index.ts'

/** What a survey goes by. */
export interface SurveyOptions {
  readonly includeSecrets: boolean
  /** Keep what the index has although rules would leave it out, as git does with tracked files. */
  readonly keepIndexed: boolean
  readonly maximumFileBytes: number
  readonly pacer: Pacer
  /** Told of every file taken and every directory entered. @throws to give up */
  readonly count: (sizeBytes: number) => void
  readonly skip: (skipped: SkippedPath) => void
}

/** A file or symlink that belongs into the tree. */
export interface SurveyedFile {
  readonly name: string
  /** What the index knew of this name. */
  readonly before: IndexedFile | null
  /** The file as seen, when it must be read; null when it counts as the index has it. */
  readonly toRead: DiskStat | null
}

/** Where a survey is. */
export interface Place {
  /** Its path on disk. */
  readonly onDisk: string
  /** Its path in the tree. */
  readonly path: string
  readonly depth: number
  readonly device: bigint
  readonly rules: IgnoreRules
  readonly before: IndexedDirectory | null
  /** In a directory that rules leave out, only what the index has is looked at. */
  readonly onlyIndexed: boolean
}

/** A file to take, a directory to enter, or null for what stays outside. */
export function takeEntry(
  entry: Dirent,
  place: Place,
  options: SurveyOptions,
): SurveyedFile | { readonly onlyIndexed: boolean } | null {
  const { name } = entry
  if (name === '.git' || isTemporaryName(name)) return null
  const path = joinPath(place.path, name)
  const isDirectory = entry.isDirectory()
  const known = (isDirectory ? place.before?.directories : place.before?.files)?.get(name) ?? null
  const indexed = options.keepIndexed && known !== null
  if (!indexed) {
    if (place.onlyIndexed || isIgnored(place.rules, path, isDirectory)) return null
    const problem = problemOf(entry, place, options)
    if (problem !== null) {
      options.skip({ path, reason: problem })
      return null
    }
  }
  if (isDirectory) return { onlyIndexed: indexed && (place.onlyIndexed || isIgnored(place.rules, path, true)) }
  return takeFile(name, path, place, options)
}

function takeFile(name: string, path: string, place: Place, options: SurveyOptions): SurveyedFile | null {
  const before = place.before?.files.get(name) ?? null
  const asBefore = options.keepIndexed && before !== null ? { name, before, toRead: null } : null
  const stat = statOrSkip(name, place, options)
  if (stat === 'unreadable') return asBefore
  if (stat === null) return null
  if (stat.kind !== 'file' && stat.kind !== 'symlink') {
    options.skip({ path, reason: 'not a file, directory or symbolic link' })
    return null
  }
  if (stat.sizeBytes > options.maximumFileBytes) {
    options.skip({ path, reason: tooLarge(options.maximumFileBytes) })
    return asBefore
  }
  options.count(stat.sizeBytes)
  return { name, before, toRead: before?.key === stat.key ? null : stat }
}

/** Looks at a name; null when it is gone. One that cannot be looked at is said to be skipped. */
export function statOrSkip(name: string, place: Place, options: SurveyOptions): DiskStat | 'unreadable' | null {
  try {
    return statPath(`${place.onDisk}/${name}`)
  } catch (error) {
    options.skip({
      path: joinPath(place.path, name),
      reason: `cannot be read (${errorCode(error) ?? 'unknown error'})`,
    })
    return 'unreadable'
  }
}

function problemOf(entry: Dirent, place: Place, options: SurveyOptions): string | null {
  const problem = nameProblem(entry.name)
  if (problem !== null) return problem
  if (entry.name.includes('\ufffd') && statOrSkip(entry.name, place, options) === null) return 'its name is not UTF-8'
  if (place.depth >= treeLimits.depth) return `more than ${treeLimits.depth} directories deep`
  const path = joinPath(place.path, entry.name)
  if (Buffer.byteLength(path) > treeLimits.pathBytes) return `its path is longer than ${treeLimits.pathBytes} bytes`
  if (!options.includeSecrets && isSecretPath(path, entry.isDirectory())) return 'looks like a secret'
  return null
}
