import { askCommand, firstWords, topics, type CompletableCommand, type CompletableFlag } from './completable.ts'

/** The word that is being written, up to the cursor. */
const typed = '"$PREFIX"'

/** What the line says of it. */
const remote = '${remote:+"--remote=$remote"}'

/** A completion script for zsh. */
export function zshCompletion(commands: readonly CompletableCommand[]): string {
  const below = [...topics(commands)].map(
    ([topic, list]) =>
      `    ${topic}) if (( CURRENT == 3 )); then local -a second=(${list.map((command) => described(command.words[1] ?? '', command.summary)).join(' ')}); _describe command second; [[ $words[CURRENT] == -* ]] || return; fi; command="$command $words[3]" ;;`,
  )
  return `#compdef lightspeed
# lightspeed completion for zsh: lightspeed completion zsh > a directory of $fpath, as _lightspeed
_lightspeed_ask() {
  local -a found offers abouts
  found=(\${(f)1})
  offers=(\${found%%$'\\t'*})
  abouts=(\${found/$'\\t'/  })
  compadd -d abouts -a offers
}
_lightspeed_sessions() {
  local remote="" i
  for (( i = 1; i < CURRENT; i++ )); do
    case $words[i] in
      --remote) (( i + 1 < CURRENT )) && remote=\${(Q)words[i+1]} ;;
      --remote=*) remote=\${(Q)words[i]#*=} ;;
    esac
  done
  _lightspeed_ask "$(${askCommand('sessions', typed, remote)})"
}
_lightspeed_models() { _lightspeed_ask "$(${askCommand('models', typed, remote)})" }
_lightspeed_providers() { _lightspeed_ask "$(${askCommand('providers', typed, remote)})" }
_lightspeed_remotes() { _lightspeed_ask "$(${askCommand('remotes', typed, remote)})" }
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
  # What is left are the words of the command itself.
  local -a said=(\${=command})
  shift $#said words
  (( CURRENT -= $#said ))
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
if [[ $funcstack[1] == _lightspeed ]]; then _lightspeed "$@"; else compdef _lightspeed lightspeed; fi
`
}

function commandCase(command: CompletableCommand): string {
  const specs = command.flags.flatMap(flagSpecs)
  const words = command.argValues.length > 0 ? `'1:value:(${command.argValues.join(' ')})'` : "'*:file:_files'"
  const argument = command.asks === null ? words : `'*:${command.asks}:_lightspeed_${command.asks}'`
  return `    '${command.words.join(' ')}') _arguments ${[...specs, argument].join(' ')} ;;`
}

function flagSpecs(flag: CompletableFlag): readonly string[] {
  const known = flag.values.length > 0 ? `:value:(${flag.values.join(' ')})` : ':value:_files'
  const value = flag.asks === null ? known : `:${flag.asks}:_lightspeed_${flag.asks}`
  const spec = (typed: string, joint: string): string => {
    const about = `[${flag.description.replace(/[[\]:]/g, ' ')}]`
    return quote(flag.takesValue ? `*${typed}${joint}${about}${value}` : `*${typed}${about}`)
  }
  // The value stands in the next word, or behind `=` of a long flag, or at once behind a short one.
  return [spec(`--${flag.name}`, '='), ...(flag.char === null ? [] : [spec(`-${flag.char}`, '+')])]
}

function described(word: string, summary: string): string {
  return quote(`${word}:${summary.replaceAll(':', ' ')}`)
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
