import { sessionIds } from './bash.ts'
import { firstWords, topics, type CompletableCommand, type CompletableFlag } from './completable.ts'

/** A completion script for zsh. */
export function zshCompletion(commands: readonly CompletableCommand[]): string {
  const below = [...topics(commands)].map(
    ([topic, list]) =>
      `    ${topic}) if (( CURRENT == 3 )); then local -a second=(${list.map((command) => described(command.words[1] ?? '', command.summary)).join(' ')}); _describe command second; [[ $words[CURRENT] == -* ]] || return; fi; command="$command $words[3]" ;;`,
  )
  return `#compdef lightspeed
# lightspeed completion for zsh: lightspeed completion zsh > a directory of $fpath, as _lightspeed
_lightspeed_sessions() { local -a ids=(\${(f)"$(${sessionIds})"}); compadd -a ids }
_lightspeed() {
  if (( CURRENT == 2 )); then
    local -a first=(${[...firstWords(commands)].map(([word, summary]) => described(word, summary)).join(' ')})
    _describe command first
    return
  fi
  local command=$words[2]
  case $command in
${below.join('\n')}
  esac
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
if [[ $funcstack[1] == _lightspeed ]]; then _lightspeed "$@"; else compdef _lightspeed lightspeed; fi
`
}

function commandCase(command: CompletableCommand): string {
  const specs = command.flags.flatMap(flagSpecs)
  const argument = command.takesSession ? "'*::session:_lightspeed_sessions'" : "'*::file:_files'"
  return `    '${command.words.join(' ')}') _arguments ${[...specs, argument].join(' ')} ;;`
}

function flagSpecs(flag: CompletableFlag): readonly string[] {
  const typed = [`--${flag.name}`, ...(flag.char === null ? [] : [`-${flag.char}`])]
  const value = flag.values.length > 0 ? `:value:(${flag.values.join(' ')})` : ':value:_files'
  return typed.map((name) =>
    quote(`*${name}[${flag.description.replace(/[[\]:]/g, ' ')}]${flag.takesValue ? value : ''}`),
  )
}

function described(word: string, summary: string): string {
  return quote(`${word}:${summary.replaceAll(':', ' ')}`)
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
