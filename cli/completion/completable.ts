/** A flag as the shell completes it. */
export interface CompletableFlag {
  readonly name: string
  readonly char: string | null
  readonly description: string
  readonly takesValue: boolean
  /** Words that the value may be; none when anything goes. */
  readonly values: readonly string[]
  /** What the value is, to be asked for while completing; null when it is a file or anything. */
  readonly asks: Asks | null
}

/** What `lightspeed complete` is asked for. */
export type Asks = 'sessions' | 'models' | 'providers' | 'remotes'

/** A command as the shell completes it. */
export interface CompletableCommand {
  /** `['sessions', 'list']`. */
  readonly words: readonly string[]
  readonly summary: string
  readonly flags: readonly CompletableFlag[]
  /** What its first argument is, to be asked for while completing. */
  readonly asks: Asks | null
  /** Words that its first argument may be. */
  readonly argValues: readonly string[]
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

/**
 * The shell command that prints candidates, a word and a description between tabs. `typed`: the word, as the shell says it;
 * `remote`: the `--remote` that stands on the line, where it has one.
 */
export function askCommand(asks: Asks, typed: string, remote: string): string {
  return `lightspeed complete ${asks} ${typed}${asks === 'sessions' ? ` ${remote}` : ''} 2>/dev/null`
}
