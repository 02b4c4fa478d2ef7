import { jsonFlag } from '../../args/common-flags.ts'
import { environment } from '../../auth/environment.ts'
import { Command } from '../../command.ts'
import { loadConfig, places } from '../../open-store.ts'
import { effectiveSettings } from '../../config/effective-settings.ts'
import { print, printJson } from '../../render/print.ts'
import { table } from '../../render/table.ts'

/** `lightspeed config`. */
export default class ConfigShow extends Command {
  static override readonly summary = 'Show the settings that hold, and where each comes from'
  static override readonly examples = ['<%= config.bin %> config', '<%= config.bin %> config --json']
  static override readonly flags = { json: jsonFlag }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags } = this.parse(ConfigShow, argv)
    const config = loadConfig()
    const settings = effectiveSettings(config, places(), environment(config.providers))
    if (flags.json) return printJson({ file: config.file, exists: config.exists, settings })
    print(`${config.file}${config.exists ? '' : ' (not there yet)'}`)
    print(table(settings.map(({ key, value, source }) => [key, value === null ? '-' : String(value), `(${source})`])))
  }
}
