import { askCommand, firstWords, flagWords, topics, type Asks, type CompletableCommand } from './completable.ts'

/** The word that is being written, without its quotes. */
const typed = '"$typed"'

/** What the line says of it. */
const remote = '${remote:+"--remote=$remote"}'

const asked: readonly Asks[] = ['sessions', 'models', 'providers', 'remotes']

/** A completion script for bash. */
export function bashCompletion(commands: readonly CompletableCommand[]): string {
  const topicCases = [...topics(commands)].map(
    ([topic, below]) => `    ${topic}) words="${below.map((command) => command.words[1]).join(' ')}" ;;`,
  )
  return `# lightspeed completion for bash: lightspeed completion bash > ~/.local/share/bash-completion/completions/lightspeed
_lightspeed_ask() {
  case $1 in
${asked.map((asks) => `    ${asks}) ${askCommand(asks, typed, remote)} ;;`).join('\n')}
  esac
}
# Offers what is asked for, as it is to be written: bash puts it there as it stands.
_lightspeed_offer() {
  local word quote="" typed=\${current//\\\\/}
  case $current in
    [\\"\\']*) quote=\${current:0:1} typed=\${current:1} ;;
  esac
  while IFS=$'\\t' read -r word _; do
    [ "\${word#"$typed"}" != "$word" ] || [ -z "$typed" ] || continue
    case $quote,$word in
      ,*) printf -v word %q "$word" ;;
      \\",*!*|\\',*\\'*) continue ;;
    esac
    COMPREPLY+=("$word")
  done < <(_lightspeed_ask "$1")
}
_lightspeed() {
  local words="" values="" asks="" remote="" current=\${COMP_LINE:0:COMP_POINT} previous=""
  local -a said=()
  # The line says what was typed: bash takes colons, which names of models hold, for ends of words.
  local word='^[[:space:]]*(([^[:space:]"\\'\\''\\\\]|\\\\.|"([^"\\\\]|\\\\.)*"|'\\''[^'\\'']*'\\'')+)[[:space:]]+'
  while [[ $current =~ $word ]]; do
    case $previous,\${BASH_REMATCH[1]} in
      --remote,*) remote=\${BASH_REMATCH[1]//[\\"\\'\\\\]/} ;;
      *,--remote=*) remote=\${BASH_REMATCH[1]#*=} remote=\${remote//[\\"\\'\\\\]/} ;;
    esac
    previous=\${BASH_REMATCH[1]}
    said+=("$previous")
    current=\${current:\${#BASH_REMATCH[0]}}
  done
  case $current in
    --*=*) previous=\${current%%=*}; current=\${current#*=} ;;
  esac
  if [ "\${#said[@]}" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${[...firstWords(commands).keys()].join(' ')} help --help --version" -- "$current"))
    return
  fi
  local command=\${said[1]}
  case $command in
${topicCases.join('\n')}
  esac
  if [ -n "$words" ] && [ "\${#said[@]}" -gt 2 ]; then command="$command \${said[2]}"; words=""; fi
  case $command in
${commands.map(commandCase).join('\n')}
  esac
  if [ "$values" = "-" ]; then COMPREPLY=($(compgen -f -- "$current")); return; fi
  COMPREPLY=($(compgen -W "\${values:-$words}" -- "$current"))
  if [ -n "$asks" ] && [ "\${current#-}" = "$current" ]; then _lightspeed_offer "$asks"; fi
  # bash puts the answer in place of what stands behind the last colon, unless colons end no words, or are quoted.
  case $COMP_WORDBREAKS,$current in
    *,[\\"\\']*) ;;
    *:*,*:*) COMPREPLY=("\${COMPREPLY[@]#"\${current%"\${current##*:}"}"}") ;;
  esac
}
complete -o default -F _lightspeed lightspeed
`
}

function commandCase(command: CompletableCommand): string {
  const valued = command.flags.filter((flag) => flag.takesValue)
  const cases = valued.map((flag) => {
    const names = [`--${flag.name}`, ...(flag.char === null ? [] : [`-${flag.char}`])].join('|')
    const values = flag.values.length > 0 ? `"${flag.values.join(' ')}"` : '-'
    return `${names}) ${flag.asks === null ? `values=${values} asks=` : `words= asks=${flag.asks}`} ;;`
  })
  const first = command.argValues.join(' ')
  const words = [...flagWords(command), '--help'].join(' ')
  return `    "${command.words.join(' ')}")
      words="$words ${words}"${first === '' ? '' : `\n      if [ "\${#said[@]}" -eq ${command.words.length + 1} ]; then words="${first} $words"; fi`}${command.asks === null ? '' : `\n      asks=${command.asks}`}
      case $previous in ${cases.length > 0 ? cases.join(' ') : '*) ;;'} esac ;;`
}
