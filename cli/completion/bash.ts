import { askCommand, firstWords, flagWords, topics, type CompletableCommand } from './completable.ts'

/** The word that is being written. */
const typed = '"$current"'

/** A completion script for bash. */
export function bashCompletion(commands: readonly CompletableCommand[]): string {
  const topicCases = [...topics(commands)].map(
    ([topic, below]) => `    ${topic}) words="${below.map((command) => command.words[1]).join(' ')}" ;;`,
  )
  return `# lightspeed completion for bash: lightspeed completion bash > ~/.local/share/bash-completion/completions/lightspeed
_lightspeed_ask() {
  case $1 in
    sessions) ${askCommand('sessions', typed)} ;;
    models) ${askCommand('models', typed)} ;;
    providers) ${askCommand('providers', typed)} ;;
  esac | cut -f 1
}
_lightspeed() {
  local words="" values="" asks="" line current previous said
  # Names of models hold colons, which bash takes for ends of words: the line says what was typed.
  line=\${COMP_LINE:0:COMP_POINT}
  current=\${line##*[[:space:]]}
  read -ra said <<< "\${line%"$current"}"
  previous=\${said[\${#said[@]}-1]}
  case $current in
    --*=*) previous=\${current%%=*}; current=\${current#*=} ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${[...firstWords(commands).keys()].join(' ')} help --help --version" -- "$current"))
    return
  fi
  local command=\${COMP_WORDS[1]}
  case $command in
${topicCases.join('\n')}
  esac
  if [ -n "$words" ] && [ "$COMP_CWORD" -gt 2 ]; then command="$command \${COMP_WORDS[2]}"; words=""; fi
  case $command in
${commands.map(commandCase).join('\n')}
  esac
  if [ "$values" = "-" ]; then COMPREPLY=($(compgen -f -- "$current")); return; fi
  if [ -n "$values" ]; then words=$values
  elif [ -n "$asks" ] && [ "\${current#-}" = "$current" ]; then words="$words $(_lightspeed_ask $asks)"
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  # bash puts the answer in place of what stands behind the last colon, unless colons end no words.
  case $COMP_WORDBREAKS,$current in
    *:*,*:*) COMPREPLY=("\${COMPREPLY[@]#"\${current%"\${current##*:}"}"}") ;;
  esac
}
complete -o default -F _lightspeed lightspeed
`
}

function commandCase(command: CompletableCommand): string {
  const valued = command.flags.filter((flag) => flag.takesValue)
  const cases = valued.map((flag) => {
    const typed = [`--${flag.name}`, ...(flag.char === null ? [] : [`-${flag.char}`])].join('|')
    const values =
      flag.asks === null
        ? `"${flag.values.length > 0 ? flag.values.join(' ') : '-'}"`
        : `"$(_lightspeed_ask ${flag.asks}) "`
    return `${typed}) values=${values} ;;`
  })
  const words = [...command.argValues, ...flagWords(command), '--help'].join(' ')
  return `    "${command.words.join(' ')}")
      words="$words ${words}"${command.asks === null ? '' : `\n      asks=${command.asks}`}
      case $previous in ${cases.length > 0 ? cases.join(' ') : '*) ;;'} esac ;;`
}
