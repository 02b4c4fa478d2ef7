import { Command } from '../../command.ts'
import { keyedProvider } from '../../auth/store-key.ts'
import { readAll } from '../../prompt/read-stdin.ts'
import { loadConfig } from '../../open-store.ts'
import { openTenantKeys } from '../../remote/open-tenant-keys.ts'
import { keysFlags } from '../../remote/with-database.ts'
import { UsageError } from '../../errors.ts'

/** `lightspeed model-keys put`. */
export default class ModelKeysPut extends Command {
  static override readonly summary = "Store a tenant's key of a model provider on a server"
  static override readonly description =
    'The key is read from stdin, sealed with the master key (LIGHTSPEED_MASTER_KEY), and opened by workers when they send a request. It counts from the next request on.'
  static override readonly examples = ['printf %s "$KEY" | <%= config.bin %> model-keys put anthropic --tenant acme']
  static override readonly flags = keysFlags
  static override readonly args = {
    provider: { description: 'anthropic, openai, or one of the config', required: true },
  }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(ModelKeysPut, argv)
    const { name } = keyedProvider(rest[0] ?? '', loadConfig().providers)
    if (process.stdin.isTTY)
      throw new UsageError(`pipe the key in: printf %s "$KEY" | lightspeed model-keys put ${name}`)
    const key = (await readAll()).trim()
    if (!/^[\x21-\x7e]+$/.test(key))
      throw new UsageError('what came on stdin is no key: one line of printable characters')
    await openTenantKeys(flags, (keys) => keys.put(name, key))
  }
}
