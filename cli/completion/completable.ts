/** A flag as the shell completes it. */
export interface CompletableFlag {
  readonly name: string
  readonly char: string | null
  readonly description: string
  readonly takesValue: boolean
  /** Words that the value may be; none when anything goes. */
  readonly values: readonly string[]
}

/** A command as the shell completes it. */
export interface CompletableCommand {
  /** `['sessions', 'list']`. */
  readonly words: readonly string[]
  readonly summary: string
  readonly flags: readonly CompletableFlag[]
  /** Whether its first argument is a session. */
  readonly takesSession: boolean
}

/** What the first words of a command line may be, with their summaries; a topic is named once. */
export function firstWords(commands: readonly CompletableCommand[]): ReadonlyMap<string, string> {
  const first = new Map<string, string>()
  for (const { words, summary } of commands) {
    const [word = ''] = words
    if (!first.has(word)) first.set(word, words.length === 1 ? summary : `${word} commands`)
  }
  return first
}

/** The second words of each topic. */
export function topics(commands: readonly CompletableCommand[]): ReadonlyMap<string, readonly CompletableCommand[]> {
  return Map.groupBy(
    commands.filter((command) => command.words.length === 2),
    (command) => command.words[0] ?? '',
  )
}

/** Flags as typed, `--json` and `-m`. */
export function flagWords(command: CompletableCommand): readonly string[] {
  return command.flags.flatMap((flag) => [`--${flag.name}`, ...(flag.char === null ? [] : [`-${flag.char}`])])
}
