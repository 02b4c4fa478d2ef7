import { Command } from '../../command.ts'
import { keysFlags, withDatabase } from '../../remote/with-database.ts'
import { tenant } from '../../../remote/postgres/tenant.ts'

/** `lightspeed keys revoke`. */
export default class KeysRevoke extends Command {
  static override readonly summary = 'End an API key'
  static override readonly description =
    'Gateways are told at once: it opens nothing any more, and streams that it opened end. One that cannot be told finds out within 15 seconds.'
  static override readonly examples = ['<%= config.bin %> keys revoke 8f3k2m9xq1']
  static override readonly flags = keysFlags
  static override readonly args = { id: { description: 'of the key, from keys list', required: true } }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(KeysRevoke, argv)
    const [id = ''] = rest
    const owner = tenant(flags.tenant ?? 'default')
    await withDatabase(flags, ({ keys }) => keys.revoke(owner, id))
  }
}
