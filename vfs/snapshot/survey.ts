import { readdirSync, type Dirent } from 'node:fs'
import { errorCode } from '../../core/values/errors.ts'
import type { SkippedPath } from '../../core/ports/tree-sync.ts'
import { statPath, type DiskStat } from '../disk/disk-stat.ts'
import type { Pacer } from '../disk/pacer.ts'
import { isTemporaryName } from '../disk/temporary-name.ts'
import { tooLarge } from '../disk/read-stable.ts'
import { treeLimits } from '../tree/limits.ts'
import { joinPath, nameProblem } from '../tree/path.ts'
import { addRules, enterDirectory, ignoreFileNames, isIgnored, type IgnoreRules } from './ignore-rules.ts'
import { readIgnoreFiles } from './read-ignore-files.ts'
import { isSecretPath } from './secret-names.ts'
import type { IndexedDirectory, IndexedFile } from './stat-index.ts'

/** A file or symlink that belongs into the tree. */
export interface SurveyedFile {
  readonly name: string
  readonly stat: DiskStat
  /** What the index knew of this name, and whether that still holds. */
  readonly before: IndexedFile | null
  readonly unchanged: boolean
}

/** A directory that belongs into the tree, seen but not read. */
export interface SurveyedDirectory {
  readonly path: string
  readonly files: readonly SurveyedFile[]
  readonly directories: ReadonlyMap<string, SurveyedDirectory>
  readonly before: IndexedDirectory | null
  /** Whether any file at or below must be read. */
  readonly mustRead: boolean
  /** It could not be looked into and counts as it was before. */
  readonly kept: boolean
}

/** What a survey goes by. */
export interface SurveyOptions {
  readonly includeSecrets: boolean
  /** Keep what the index has although rules would leave it out, as git does with tracked files. */
  readonly keepIndexed: boolean
  /** Leaves out paths on top of the ignore files. */
  readonly excluded: ((path: string, isDirectory: boolean) => boolean) | null
  readonly maximumFileBytes: number
  readonly pacer: Pacer
  /** Told of every file taken and every directory entered. @throws to give up */
  readonly count: (sizeBytes: number) => void
  readonly skip: (skipped: SkippedPath) => void
}

/**
 * Walks a directory by name and stat only. Links are not followed, other file systems not entered. It goes by path,
 * twice as fast as by descriptor: whoever swaps a directory for a link meanwhile gets foreign names and sizes into
 * the survey, but no content, because reading goes by descriptor.
 */
export async function survey(
  directory: string,
  rules: IgnoreRules,
  before: IndexedDirectory | null,
  options: SurveyOptions,
): Promise<SurveyedDirectory> {
  const device = statPath(directory)?.device ?? 0n
  return await surveyDirectory(
    { onDisk: directory, path: '', depth: 0, device, rules, before, onlyIndexed: false },
    options,
  )
}

interface Place {
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

async function surveyDirectory(outer: Place, options: SurveyOptions): Promise<SurveyedDirectory> {
  const names = listNames(outer, options)
  if (names === null) return unreadable(outer, options)
  const place = names.some((entry) => isIgnoreFile(entry.name)) ? withOwnRules(outer) : outer
  const files: SurveyedFile[] = []
  const directories = new Map<string, SurveyedDirectory>()
  let mustRead = false
  options.count(0)
  for (const entry of names) {
    if (options.pacer.due()) await options.pacer.pause()
    const taken = take(entry, place, options)
    if (taken === null) continue
    if ('stat' in taken) {
      files.push(taken)
      mustRead ||= !taken.unchanged
      continue
    }
    const child = await surveyChild(entry.name, place, taken.onlyIndexed, options)
    if (child === null) continue
    directories.set(entry.name, child)
    mustRead ||= child.mustRead
  }
  return { path: place.path, files, directories, before: place.before, mustRead, kept: false }
}

/** A file to take, a directory to enter, or null for what stays outside. */
function take(
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
    if (options.excluded?.(path, isDirectory) === true) return null
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
  const stat = statPath(`${place.onDisk}/${name}`)
  if (stat === null) return null
  if (stat.kind !== 'file' && stat.kind !== 'symlink') {
    options.skip({ path, reason: 'not a file, directory or symbolic link' })
    return null
  }
  const before = place.before?.files.get(name) ?? null
  if (stat.sizeBytes > options.maximumFileBytes) {
    options.skip({ path, reason: tooLarge(options.maximumFileBytes) })
    return options.keepIndexed && before !== null ? { name, stat, before, unchanged: true } : null
  }
  options.count(stat.sizeBytes)
  return { name, stat, before, unchanged: before !== null && before.key === stat.key }
}

async function surveyChild(
  name: string,
  place: Place,
  onlyIndexed: boolean,
  options: SurveyOptions,
): Promise<SurveyedDirectory | null> {
  const path = joinPath(place.path, name)
  const stat = statPath(`${place.onDisk}/${name}`)
  if (stat?.kind !== 'dir') return null
  if (stat.device !== place.device) {
    options.skip({ path, reason: 'another file system is mounted here' })
    return null
  }
  const before = place.before?.directories.get(name) ?? null
  const rules = enterDirectory(place.rules, path)
  const inner = { onDisk: `${place.onDisk}/${name}`, path, depth: place.depth + 1, device: place.device, rules, before }
  return await surveyDirectory({ ...inner, onlyIndexed }, options)
}

function problemOf(entry: Dirent, place: Place, options: SurveyOptions): string | null {
  const problem = nameProblem(entry.name)
  if (problem !== null) return problem
  if (entry.name.includes('\ufffd') && statPath(`${place.onDisk}/${entry.name}`) === null)
    return 'its name is not UTF-8'
  if (place.depth >= treeLimits.depth) return `more than ${treeLimits.depth} directories deep`
  if (!options.includeSecrets && isSecretPath(joinPath(place.path, entry.name), entry.isDirectory()))
    return 'looks like a secret'
  return null
}

function listNames(place: Place, options: SurveyOptions): readonly Dirent[] | null {
  try {
    const names = readdirSync(place.onDisk, { withFileTypes: true })
    return names.some((entry) => entry.name.includes('\ufffd')) ? withoutTwins(names) : names
  } catch (error) {
    options.skip({ path: place.path, reason: `cannot be listed (${errorCode(error) ?? 'unknown error'})` })
    return null
  }
}

/** Names that are not UTF-8 can read like one another, or like one that is. */
function withoutTwins(names: readonly Dirent[]): readonly Dirent[] {
  return [...new Map(names.map((entry) => [entry.name, entry])).values()]
}

function unreadable(place: Place, options: SurveyOptions): SurveyedDirectory {
  const kept = options.keepIndexed && place.before !== null
  return { path: place.path, files: [], directories: new Map(), before: place.before, mustRead: false, kept }
}

function withOwnRules(place: Place): Place {
  const text = readIgnoreFiles(place.onDisk)
  return text === '' ? place : { ...place, rules: addRules(place.rules, place.path, text) }
}

function isIgnoreFile(name: string): boolean {
  return ignoreFileNames.some((ignoreFileName) => ignoreFileName === name)
}
