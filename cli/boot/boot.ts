import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { nearest } from '../../core/values/nearest.ts'
import type { Command } from '../command.ts'
import { UsageError } from '../errors.ts'
import { asksForChat, asksForHelp, asksForVersion } from './asks-for.ts'
import { commandWords, findCommand } from './find-command.ts'
import { plainWays } from './plain-ways.ts'
import type { Program } from './program.ts'

interface CommandModule {
  readonly default: { run(argv: readonly string[]): Promise<void> } & Pick<typeof Command, 'summary'>
}

/**
 * Runs the command that a command line names. Help and version go through oclif; a known command
 * is loaded directly. @throws UsageError for an unknown command
 */
export async function boot(program: Program, argv: readonly string[]): Promise<void> {
  const commands = join(program.directory, 'commands')
  if (asksForVersion(argv)) return oclif(program, ['--version'])
  // Flags alone can only be those of a chat, which says itself that it needs a terminal.
  if (asksForChat(argv) && (isTerminal() || argv[0]?.startsWith('-'))) return boot(program, ['chat', ...argv])
  if (asksForHelp(argv)) {
    const words = argv[0] === 'help' ? argv.slice(1) : argv
    const found = findCommand(commands, program.extension, words)
    const named = found ? words.slice(0, words.length - found.argv.length) : words.slice(0, 1)
    const [first = ''] = named
    if (!found && !first.startsWith('-') && first !== '' && !commandWords(commands).includes(first)) {
      throw unknownCommand(first, commandWords(commands))
    }
    return oclif(program, [...named.filter((word) => !word.startsWith('-')), '--help'])
  }
  const found = findCommand(commands, program.extension, argv)
  if (found) {
    const module = (await import(pathToFileURL(found.file).href)) as CommandModule
    return module.default.run(found.argv)
  }
  const [first = ''] = argv
  const words = commandWords(commands)
  if (words.includes(first)) return topic(program, commands, argv)
  throw unknownCommand(first, words)
}

/** Words that only lead to commands, `auth` say: alone they ask for help. @throws UsageError for one it has not */
async function topic(program: Program, commands: string, argv: readonly string[]): Promise<void> {
  const [first = '', second] = argv
  if (second === undefined || second.startsWith('-')) return oclif(program, [first, '--help'])
  throw unknownCommand(second, commandWords(join(commands, first)), `${first} `)
}

/** The bare name is for people: in a pipe it prints help. */
function isTerminal(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY
}

function unknownCommand(typed: string, words: readonly string[], topic = ''): UsageError {
  if (topic === '' && /\s/.test(typed))
    return new UsageError(`a prompt goes after run or chat: lightspeed run ${JSON.stringify(typed)}`)
  return new UsageError(`unknown command ${topic}${typed}; ${adviceFor(typed, words, topic)}`)
}

function adviceFor(typed: string, words: readonly string[], topic: string): string {
  const inChat = typed.replace(/^\//, '')
  const way = plainWays.get(inChat)
  if (topic === '' && way !== undefined) return way
  if (topic === '' && inChat !== typed && words.includes(inChat)) return `here it is lightspeed ${inChat}`
  const meant = nearest(typed, words)
  return meant ? `did you mean ${topic}${meant}?` : `see lightspeed ${topic}--help`
}

async function oclif(program: Program, argv: readonly string[]): Promise<void> {
  const { runOclif } = await import('./run-oclif.ts')
  return runOclif(program, argv)
}
