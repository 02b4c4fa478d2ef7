import { table } from '../../render/table.ts'
import { makeKeymap } from '../../tui/keys/keymap.ts'
import { keysOf } from '../../tui/keys/key-label.ts'
import type { SlashCommand } from './slash-command.ts'

/** `/help`, which lists the others. */
export function helpCommand(others: readonly SlashCommand[]): SlashCommand {
  const help: SlashCommand = {
    name: 'help',
    usage: '',
    summary: 'the commands of the chat',
    run: async (_argument, { say, config }) => {
      const keyOf = keysOf(makeKeymap(config.keys ?? {}))
      const [completes, listsKeys] = [keyOf('complete'), keyOf('show-keys')]
      const rows = [help, ...others].map(({ name, usage, summary }) => [`/${name} ${usage}`.trimEnd(), summary])
      const more = [
        ['!COMMAND', 'runs a command where the agent runs its own; the model sees it'],
        ['@PATH', `names a file of the workspace${completes === null ? '' : `; ${completes} completes it`}`],
        ...(listsKeys === null ? [] : [[listsKeys, 'lists the keys']]),
      ]
      say(table([...rows, ...more]).trimEnd())
    },
  }
  return help
}
