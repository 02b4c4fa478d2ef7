import type { SlashCommand } from './slash-command.ts'

/** `/quit`. */
export const quitCommand: SlashCommand = {
  name: 'quit',
  usage: '',
  summary: 'leave; what runs goes on in the background',
  run: async (_argument, { close }) => close({ type: 'leave' }),
}
