import { Config } from '@oclif/core/config'
import type { CompletableCommand } from './completable.ts'

/** Every visible command, from oclif's manifest. */
export async function readCommands(directory: string): Promise<readonly CompletableCommand[]> {
  const config = await Config.load({ root: directory })
  return config.commands
    .filter((command) => !command.hidden)
    .map((command) => ({
      words: command.id.split(':'),
      summary: command.summary ?? '',
      takesSession: 'session' in command.args,
      flags: Object.values(command.flags)
        .filter((flag) => !flag.hidden)
        .map((flag) => ({
          name: flag.name,
          char: flag.char ?? null,
          description: flag.description ?? '',
          takesValue: flag.type === 'option',
          values: flag.type === 'option' ? (flag.options ?? []) : [],
        })),
    }))
    .sort((a, b) => (a.words.join(' ') < b.words.join(' ') ? -1 : 1))
}
