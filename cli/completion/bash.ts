import { firstWords, flagWords, topics, type CompletableCommand } from './completable.ts'

/** The shell command that prints session ids. */
export const sessionIds = "lightspeed sessions list --all --limit 50 2>/dev/null | awk 'NR > 1 { print $1 }'"

/** A completion script for bash. */
export function bashCompletion(commands: readonly CompletableCommand[]): string {
  const topicCases = [...topics(commands)].map(
    ([topic, below]) => `    ${topic}) words="${below.map((command) => command.words[1]).join(' ')}" ;;`,
  )
  return `# lightspeed completion for bash: lightspeed completion bash > ~/.local/share/bash-completion/completions/lightspeed
_lightspeed() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words="" values="" sessions=""
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
  elif [ -n "$sessions" ] && [ "\${current#-}" = "$current" ]; then words="$words $(${sessionIds})"
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _lightspeed lightspeed
`
}

function commandCase(command: CompletableCommand): string {
  const valued = command.flags.filter((flag) => flag.takesValue)
  const cases = valued.map((flag) => {
    const typed = [`--${flag.name}`, ...(flag.char === null ? [] : [`-${flag.char}`])].join('|')
    return `${typed}) values="${flag.values.length > 0 ? flag.values.join(' ') : '-'}" ;;`
  })
  return `    "${command.words.join(' ')}")
      words="$words ${flagWords(command).join(' ')} --help"${command.takesSession ? '\n      sessions=1' : ''}
      case $previous in ${cases.length > 0 ? cases.join(' ') : '*) ;;'} esac ;;`
}
