import { Command } from '../../command.ts'
import { openTenantKeys } from '../../remote/open-tenant-keys.ts'
import { keysFlags } from '../../remote/with-database.ts'
import { print } from '../../render/print.ts'

/** `lightspeed model-keys list`. */
export default class ModelKeysList extends Command {
  static override readonly summary = 'List the providers that a tenant of a server has keys of'
  static override readonly description = 'A line for each provider; the keys themselves stay sealed.'
  static override readonly examples = ['<%= config.bin %> model-keys list --tenant acme']
  static override readonly flags = keysFlags

  override async run(argv: readonly string[]): Promise<void> {
    const { flags } = this.parse(ModelKeysList, argv)
    print((await openTenantKeys(flags, (keys) => keys.list())).join('\n'))
  }
}
