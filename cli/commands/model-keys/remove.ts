import { Command } from '../../command.ts'
import { openTenantKeys } from '../../remote/open-tenant-keys.ts'
import { keysFlags } from '../../remote/with-database.ts'

/** `lightspeed model-keys remove`. */
export default class ModelKeysRemove extends Command {
  static override readonly summary = "Forget a tenant's key of a model provider on a server"
  static override readonly description = 'Sessions of the tenant ask models of that provider in vain from then on.'
  static override readonly examples = ['<%= config.bin %> model-keys remove anthropic --tenant acme']
  static override readonly flags = keysFlags
  static override readonly args = { provider: { description: 'from model-keys list', required: true } }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(ModelKeysRemove, argv)
    await openTenantKeys(flags, (keys) => keys.remove(rest[0] ?? ''))
  }
}
