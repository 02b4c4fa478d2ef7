import { jsonFlag } from '../../args/common-flags.ts'
import { Command } from '../../command.ts'
import { keysFlags, withDatabase } from '../../remote/with-database.ts'
import { print, printJson } from '../../render/print.ts'
import { table } from '../../render/table.ts'
import { tenant } from '../../../remote/postgres/tenant.ts'

/** `lightspeed keys list`. */
export default class KeysList extends Command {
  static override readonly summary = 'List the API keys of a tenant'
  static override readonly description = 'The keys themselves are nowhere; what is listed are their ids and names.'
  static override readonly examples = ['<%= config.bin %> keys list', '<%= config.bin %> keys list --tenant acme']
  static override readonly flags = { ...keysFlags, json: jsonFlag }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags } = this.parse(KeysList, argv)
    const owner = tenant(flags.tenant ?? 'default')
    const keys = await withDatabase(flags, ({ keys }) => keys.list(owner))
    if (flags.json) return printJson(keys)
    print(table(keys.map(({ id, name, revokedAt }) => [id, name, revokedAt === null ? '' : 'revoked'])))
  }
}
