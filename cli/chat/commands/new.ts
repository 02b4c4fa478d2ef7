import type { SlashCommand } from './slash-command.ts'

/** `/new`. */
export const newCommand: SlashCommand = {
  name: 'new',
  usage: '',
  summary: 'begin a new session here; this one stays',
  run: async (_argument, { close }) => close({ type: 'open', session: null }),
}
