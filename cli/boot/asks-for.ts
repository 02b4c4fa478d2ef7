/** Flags before `--`; what follows is data. */
function flagsOf(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--')
  return end === -1 ? argv : argv.slice(0, end)
}

/** Whether the command line asks for help rather than work. */
export function asksForHelp(argv: readonly string[]): boolean {
  return argv.length === 0 || argv[0] === 'help' || flagsOf(argv).some((flag) => flag === '--help' || flag === '-h')
}

/** Whether no command is named: nothing, only flags, or something that is a prompt. */
export function asksForChat(argv: readonly string[]): boolean {
  const [first = ''] = argv
  return !(argv.length > 0 && asksForHelp(argv)) && (first === '' || first.startsWith('-') || /\s/.test(first))
}

/** Whether the command line asks for the version. */
export function asksForVersion(argv: readonly string[]): boolean {
  return argv[0] === '--version' || argv[0] === '-v' || argv[0] === '-V'
}

/** Whether stdout must end with an outcome line, also when the rest of the command line is wrong. */
export function asksForJson(argv: readonly string[]): boolean {
  const flags = flagsOf(argv)
  return flags.some((flag, index) => {
    if (flag === '--json') return true
    const format = flag === '--output-format' ? flags[index + 1] : /^--output-format=(.*)$/.exec(flag)?.[1]
    return format === 'json' || format === 'stream-json'
  })
}
