import { environment } from '../../auth/environment.ts'
import { Command } from '../../command.ts'
import { loadConfig, places } from '../../open-store.ts'
import { effectiveSettings } from '../../config/effective-settings.ts'
import { UsageError } from '../../errors.ts'
import { print } from '../../render/print.ts'

/** `lightspeed config get`. */
export default class ConfigGet extends Command {
  static override readonly summary = 'Print one setting as it holds'
  static override readonly examples = ['<%= config.bin %> config get model']
  static override readonly args = { key: { description: 'a setting that lightspeed config shows', required: true } }

  override async run(argv: readonly string[]): Promise<void> {
    const [key = ''] = this.parse(ConfigGet, argv).rest
    const config = loadConfig()
    const settings = effectiveSettings(config, places(), environment(config.providers))
    const found = settings.find((setting) => setting.key === key)
    if (!found)
      throw new UsageError(`there is no setting ${key}; there are ${settings.map((setting) => setting.key).join(', ')}`)
    print(found.value === null ? '' : String(found.value))
  }
}
