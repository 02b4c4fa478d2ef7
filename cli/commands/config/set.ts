import { Command } from '../../command.ts'
import { allProviders } from '../../../core/models/providers.ts'
import { findProvider } from '../../../core/models/resolve-model.ts'
import { loadConfig, places } from '../../open-store.ts'
import { readSettableKey, writeSetting } from '../../config/write-config.ts'

/** `lightspeed config set`. */
export default class ConfigSet extends Command {
  static override readonly summary = 'Change a setting in the config file'
  static override readonly examples = [
    '<%= config.bin %> config set model anthropic/claude-sonnet-5-5',
    '<%= config.bin %> config set maxTurns 50',
  ]
  static override readonly args = {
    key: { description: 'model, sandbox, maxTurns, theme or remote', required: true },
    value: { description: 'the new value', required: true },
  }

  override async run(argv: readonly string[]): Promise<void> {
    const [key = '', value = ''] = this.parse(ConfigSet, argv).rest
    if (key === 'model') findProvider(value.split('/')[0] ?? '', allProviders(loadConfig().providers))
    writeSetting(places().config, readSettableKey(key), value)
  }
}
