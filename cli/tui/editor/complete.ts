import { cleanText } from './clean-text.ts'
import { aroundCursor, type Draft, type Moment } from './draft.ts'
import { edit } from './edit.ts'
import { searchPaths } from './search-paths.ts'
import { lineStart } from './walk.ts'

/** Something to choose. */
export interface Choice {
  /** What it is called in the menu. */
  readonly label: string
  readonly about: string
  /** What it puts in place of what was typed. */
  readonly insert: string
  /** Whether what was typed says it already, in other words. */
  readonly isMeant?: boolean
}

/** A value that an argument may have. */
export interface ArgumentChoice {
  readonly value: string
  readonly about: string
  /** Whether what was typed says it already, in other words. */
  readonly isMeant?: boolean
}

/** A `/command` that can be completed. */
export interface CompletableCommand {
  readonly name: string
  readonly about: string
  /** What may stand behind it, given what is typed there; absent where nothing does. */
  readonly completeArgument?: (typed: string) => readonly ArgumentChoice[]
}

/** What completions are made of. */
export interface CompletionSources {
  readonly commands: readonly CompletableCommand[]
  /** Of the workspace, relative, directories with a slash at the end. The same list is indexed once. */
  readonly paths: readonly string[]
}

/** What can stand in place of [from, to). */
export interface Completions {
  readonly kind: 'command' | 'argument' | 'path'
  readonly from: number
  readonly to: number
  readonly typed: string
  readonly choices: readonly Choice[]
}

/** What can be completed at the cursor; null when nothing can. */
export function completionsAt(draft: Moment, sources: CompletionSources): Completions | null {
  const { before } = aroundCursor(draft)
  const atStart = lineStart(draft.text, draft.cursor) === 0 && before.length === draft.cursor
  const found = (atStart ? commandAt(before, sources.commands) : null) ?? pathAt(before, sources.paths)
  if (!found || found.choices.length === 0) return null
  return { ...found, from: draft.cursor - found.typed.length, to: draft.cursor }
}

/** The draft with a choice taken. */
export function applyChoice(draft: Draft, completions: Completions, choice: Choice): Draft {
  return edit(draft, { kind: 'replace', from: completions.from, to: completions.to, text: choice.insert })
}

type Found = Pick<Completions, 'kind' | 'typed' | 'choices'>

function commandAt(before: string, commands: readonly CompletableCommand[]): Found | null {
  const match = /^\/(\S*)(?:(\s+)(.*))?$/s.exec(before)
  if (!match) return null
  const [, name = '', blank, argument = ''] = match
  if (blank === undefined) return { kind: 'command', typed: before, choices: commandChoices(name, commands) }
  const command = commands.find((known) => known.name === name)
  const values = command?.completeArgument?.(argument) ?? []
  const choices = values.map(({ value, about, isMeant = false }) => ({ label: value, about, insert: value, isMeant }))
  return choices.length > 0 ? { kind: 'argument', typed: argument, choices } : null
}

/** The name that is typed, names that begin so, then those that hold it. */
function commandChoices(typed: string, commands: readonly CompletableCommand[]): readonly Choice[] {
  const wanted = typed.toLowerCase()
  const rank = ({ name }: CompletableCommand): number =>
    name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(wanted) ? 2 : 3
  return commands
    .filter((command) => rank(command) < 3)
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ name, about, completeArgument }) => ({
      label: `/${name}`,
      about,
      insert: completeArgument ? `/${name} ` : `/${name}`,
    }))
}

/** `@` begins a path at the start of a word; quotes let it hold blanks. */
function pathAt(before: string, paths: readonly string[]): Found | null {
  const match = /(?:^|[\s([{<'"`,;:])(@(?:"([^"\n]*)|([^\s"@]*)))$/.exec(before)
  const typed = match?.[1]
  if (typed === undefined) return null
  const choices = searchPaths(match?.[2] ?? match?.[3] ?? '', paths).map((path) => ({
    label: path,
    about: '',
    insert: mention(path),
  }))
  return { kind: 'path', typed, choices }
}

/** Whether a path can be written on one line as it is: of what a draft changes it would name no file. */
export function isMentionable(path: string): boolean {
  return !path.includes('\n') && cleanText(path) === path
}

/** A directory can be completed further; anything else is done. */
function mention(path: string): string {
  const open = path.endsWith('/')
  if (/[\s"]/.test(path)) return open ? `@"${path}` : `@"${path}" `
  return open ? `@${path}` : `@${path} `
}
