import { askCommand, firstWords, topics, type CompletableCommand, type CompletableFlag } from './completable.ts'

/** The word that is being written, without the flag that it is the value of. */
const typed = '(commandline -ct | string replace -r "^--[^=]*=" "")'

/** What the line says of it. */
const remote = '(__lightspeed_remote)'

/** A completion script for fish. */
export function fishCompletion(commands: readonly CompletableCommand[]): string {
  const top = [...firstWords(commands)].map(
    ([word, summary]) => `complete -c lightspeed -f -n __fish_use_subcommand -a ${word} -d ${quote(summary)}`,
  )
  const below = [...topics(commands)].flatMap(([topic, list]) => {
    const words = list.map((command) => command.words[1] ?? '')
    const unsaid = `__fish_seen_subcommand_from ${topic}; and not __fish_seen_subcommand_from ${words.join(' ')}`
    return list.map(
      (command) =>
        `complete -c lightspeed -f -n ${quote(unsaid)} -a ${command.words[1] ?? ''} -d ${quote(command.summary)}`,
    )
  })
  return `# lightspeed completion for fish: lightspeed completion fish > ~/.config/fish/completions/lightspeed.fish
function __lightspeed_remote
  set -l found (string match -r -- '(?:^|\\n)--remote(?:=|\\n)([^\\n]+)' (commandline -opc | string collect))
  and echo -- --remote=$found[-1]
end
${[...top, ...below, ...commands.flatMap(commandLines)].join('\n')}
`
}

function commandLines(command: CompletableCommand): readonly string[] {
  const said = command.words.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ')
  const offered = command.asks === null ? command.argValues.join(' ') : `(${askCommand(command.asks, typed, remote)})`
  // Values of one argument are nothing for the next.
  const unsaid =
    command.argValues.length === 0 ? '' : `; and not __fish_seen_subcommand_from ${command.argValues.join(' ')}`
  const argument = `complete -c lightspeed -f -n ${quote(said + unsaid)} -a ${quote(offered)}`
  return [...command.flags.map((flag) => flagLine(flag, said)), ...(offered === '' ? [] : [argument])]
}

function flagLine(flag: CompletableFlag, said: string): string {
  const offered = flag.asks === null ? flag.values.join(' ') : `(${askCommand(flag.asks, typed, remote)})`
  const value = offered !== '' ? ` -x -a ${quote(offered)}` : flag.takesValue ? ' -r' : ''
  const char = flag.char === null ? '' : ` -s ${flag.char}`
  return `complete -c lightspeed -n ${quote(said)} -l ${flag.name}${char}${value} -d ${quote(flag.description)}`
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
