/**
 * What a waiting shell runs. It says on descriptor 3 that it is up, blocks until its standard input has been written
 * and closed, then runs that text in place: no argument limit, no further exec. The command finds `/dev/null` as its
 * input and one stream for both outputs. `lifeline`: its process group dies when our end of descriptor 3 does.
 */
export function bootstrap(lifeline: boolean): string {
  return [
    'umask 022',
    // When memory runs out, the kernel ends the command and not the harness.
    '{ echo 500 >/proc/self/oom_score_adj; } 2>/dev/null',
    // A shell that waits for a child would die of SIGTERM before that child could clean up.
    "trap 'exit 143' TERM",
    ...(lifeline ? [watch] : []),
    'echo >&3',
    closeInherited,
    takeScript,
    'exec </dev/null 2>&1',
    'eval "shift;$1"',
  ].join('; ')
}

/** Its parent has ended, so that a `wait` of the command does not wait for it. */
const watch = "( (trap '' TERM; read -r f <&3; kill -KILL 0) >/dev/null 2>&1 & )"

/**
 * Descriptor 3, and those that whoever started the harness left open to all its children: a way around every
 * boundary. Only bash can name those above 9.
 */
const closeInherited =
  'for f in /dev/fd/*; do f=${f##*/}; case $f in [012]) ;; [3-9]) eval "exec $f>&-";; ' +
  '*[!0-9]*) ;; *) [ -z "$BASH_VERSION" ] || eval "exec $f>&-";; esac; done; unset f'

/** Into `$1`. Bash reads by itself, which saves a process that every command would wait for; no script holds a NUL. */
const takeScript =
  'if [ -n "$BASH_VERSION" ]; then IFS= read -r -d "" f; set -- "$f"; unset f; else set -- "$(cat)"; fi'

/** The text that a waiting shell is given: the command, from a directory of its choice. */
export function scriptOf(command: string, directory: string): string {
  return `cd -- ${quote(directory)} || exit 1; ${command}`
}

/** A word that a POSIX shell reads back as exactly this text. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
