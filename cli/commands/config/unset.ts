import { Command } from '../../command.ts'
import { places } from '../../open-store.ts'
import { readSettableKey, writeSetting } from '../../config/write-config.ts'

/** `lightspeed config unset`. */
export default class ConfigUnset extends Command {
  static override readonly summary = 'Remove a setting from the config file'
  static override readonly examples = ['<%= config.bin %> config unset model']
  static override readonly args = { key: { description: 'model, sandbox, maxTurns, theme or remote', required: true } }

  override async run(argv: readonly string[]): Promise<void> {
    const [key = ''] = this.parse(ConfigUnset, argv).rest
    writeSetting(places().config, readSettableKey(key), null)
  }
}
