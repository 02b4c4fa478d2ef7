import { readdirSync, type Dirent } from 'node:fs'
import { errorCode } from '../../core/values/errors.ts'
import { statPath } from '../disk/disk-stat.ts'
import { joinPath } from '../tree/path.ts'
import { addRules, enterDirectory, ignoreFileNames, type IgnoreRules } from './ignore-rules.ts'
import { readIgnoreFiles } from './read-ignore-files.ts'
import type { IndexedDirectory } from './stat-index.ts'
import { statOrSkip, takeEntry, type Place, type SurveyedFile, type SurveyOptions } from './survey-entry.ts'

/** A directory that belongs into the tree, seen but not read. */
export interface SurveyedDirectory {
  readonly path: string
  readonly files: readonly SurveyedFile[]
  readonly directories: ReadonlyMap<string, SurveyedDirectory>
  readonly before: IndexedDirectory | null
  /** Whether any file at or below must be read. */
  readonly mustRead: boolean
  /** It counts as it was before: nothing shows a change, or it could not be looked into. */
  readonly kept: boolean
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
    const taken = takeEntry(entry, place, options)
    if (taken === null) continue
    if ('toRead' in taken) {
      files.push(taken)
      mustRead ||= taken.toRead !== null
      continue
    }
    const child = await surveyChild(entry.name, place, taken.onlyIndexed, options)
    if (child === null) continue
    directories.set(entry.name, child)
    mustRead ||= child.mustRead
  }
  const kept = !mustRead && hasSameNames(place.before, files, directories)
  return { path: place.path, files, directories, before: place.before, mustRead, kept }
}

/** Given that every file is as the index has it. */
function hasSameNames(
  before: IndexedDirectory | null,
  files: readonly SurveyedFile[],
  directories: ReadonlyMap<string, SurveyedDirectory>,
): boolean {
  if (before?.files.size !== files.length || before.directories.size !== directories.size) return false
  return [...directories.values()].every((directory) => directory.kept)
}

async function surveyChild(
  name: string,
  place: Place,
  onlyIndexed: boolean,
  options: SurveyOptions,
): Promise<SurveyedDirectory | null> {
  const path = joinPath(place.path, name)
  const before = place.before?.directories.get(name) ?? null
  const rules = enterDirectory(place.rules, path)
  const inner = {
    ...place,
    onDisk: `${place.onDisk}/${name}`,
    path,
    depth: place.depth + 1,
    rules,
    before,
    onlyIndexed,
  }
  const stat = statOrSkip(name, place, options)
  if (stat === 'unreadable') return unreadable(inner, options)
  if (stat?.kind !== 'dir') return null
  if (stat.device !== place.device) {
    options.skip({ path, reason: 'another file system is mounted here' })
    return null
  }
  const child = await surveyDirectory(inner, options)
  return child.kept || child.files.length > 0 || child.directories.size > 0 ? child : null
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
