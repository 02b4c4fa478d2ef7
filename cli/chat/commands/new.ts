import type { SlashCommand } from './slash-command.ts'

/** `/new`. */
export const newCommand: SlashCommand = {
  name: 'new',
  usage: '',
  summary: 'begin a new session here with the same model; this one stays',
  run: async (_argument, { client, close }) => close({ type: 'begin', model: client.modelName() }),
}
