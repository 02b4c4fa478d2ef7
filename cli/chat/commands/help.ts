import { table } from '../../render/table.ts'
import type { SlashCommand } from './slash-command.ts'

/** `/help`, which lists the others. */
export function helpCommand(others: readonly SlashCommand[]): SlashCommand {
  const help: SlashCommand = {
    name: 'help',
    usage: '',
    summary: 'the commands of the chat; ? lists the keys',
    run: async (_argument, { say }) => {
      const rows = [help, ...others].map(({ name, usage, summary }) => [`/${name} ${usage}`.trimEnd(), summary])
      const more = [
        ['!COMMAND', 'runs a command where the agent runs its own; the model sees it'],
        ['@PATH', 'names a file of the workspace; Tab completes it'],
      ]
      say(table([...rows, ...more]).trimEnd())
    },
  }
  return help
}
