import { jsonFlag } from '../../args/common-flags.ts'
import { Command } from '../../command.ts'
import { keysFlags, withDatabase } from '../../remote/with-database.ts'
import { note, print, printJson } from '../../render/print.ts'
import { tenant } from '../../../remote/postgres/tenant.ts'

/** `lightspeed keys create`. */
export default class KeysCreate extends Command {
  static override readonly summary = 'Make an API key for a tenant, and print it once'
  static override readonly description =
    'Whoever has the key works with the sessions of that tenant, over a gateway. Only its hash is kept.'
  static override readonly examples = [
    '<%= config.bin %> keys create laptop',
    '<%= config.bin %> keys create ci --tenant acme --json',
  ]
  static override readonly flags = { ...keysFlags, json: jsonFlag }
  static override readonly args = { name: { description: 'what the key is for', required: true } }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(KeysCreate, argv)
    const [name = ''] = rest
    const owner = tenant(flags.tenant ?? 'default')
    const { id, key } = await withDatabase(flags, ({ keys }) => keys.create(owner, name))
    if (flags.json) return printJson({ tenant: owner, id, name, key })
    print(key)
    note(`it is not shown again; lightspeed keys revoke ${id} ends it`)
  }
}
