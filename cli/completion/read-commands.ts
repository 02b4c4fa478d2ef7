import { Config } from '@oclif/core/config'
import { settableKeys } from '../config/write-config.ts'
import type { Asks, CompletableCommand } from './completable.ts'

/** Every visible command, from oclif's manifest. */
export async function readCommands(directory: string): Promise<readonly CompletableCommand[]> {
  const config = await Config.load({ root: directory })
  return config.commands
    .filter((command) => !command.hidden)
    .map((command) => ({
      words: command.id.split(':'),
      summary: command.summary ?? '',
      asks: argAsks(Object.keys(command.args)[0]),
      argValues: argValues[command.id] ?? [],
      flags: Object.values(command.flags)
        .filter((flag) => !flag.hidden)
        .map((flag) => ({
          name: flag.name,
          char: flag.char ?? null,
          description: flag.description ?? '',
          takesValue: flag.type === 'option',
          values: flag.type === 'option' ? (flag.options ?? []) : [],
          asks: flag.type === 'option' ? (flagAsks.get(flag.name) ?? null) : null,
        })),
    }))
    .sort((a, b) => (a.words.join(' ') < b.words.join(' ') ? -1 : 1))
}

/** What the first argument of a command may be, by the command. */
const argValues: Readonly<Record<string, readonly string[]>> = {
  completion: ['bash', 'zsh', 'fish'],
  'config:get': [...settableKeys, 'data', 'cache'],
  'config:set': settableKeys,
  'config:unset': settableKeys,
}

/** Flags whose values are known only here and now. */
const flagAsks: ReadonlyMap<string, Asks> = new Map([
  ['model', 'models'],
  ['resume', 'sessions'],
  ['remote', 'remotes'],
])

function argAsks(name: string | undefined): Asks | null {
  if (name === 'session') return 'sessions'
  return name === 'provider' ? 'providers' : null
}
