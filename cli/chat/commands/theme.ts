import { themeNames } from '../../tui/theme.ts'
import { writeSetting } from '../../config/write-config.ts'
import { places } from '../../open-store.ts'
import { UsageError } from '../../errors.ts'
import type { SlashCommand } from './slash-command.ts'

/** `/theme`. */
export const themeCommand: SlashCommand = {
  name: 'theme',
  usage: '[dark|light|plain]',
  summary: 'colours for a dark or a light terminal, or none; kept in the config file',
  candidates: async () => themeNames.map((value) => ({ value, summary: '' })),
  run: async (argument, { config, setTheme, say }) => {
    const choices = `there are ${themeNames.join(', ')}`
    if (argument === '') return say(`the theme is ${config.theme ?? 'dark'}; ${choices}`)
    if (!setTheme(argument)) throw new UsageError(`no theme ${argument}; ${choices}`)
    writeSetting(places().config, 'theme', argument)
    say(`theme ${argument}`)
  },
}
