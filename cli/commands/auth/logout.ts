import { toggle } from '../../args/flag.ts'
import { keyVariable } from '../../auth/environment.ts'
import { forgetKeys, keyedProvider } from '../../auth/store-key.ts'
import { Command } from '../../command.ts'
import { UsageError } from '../../errors.ts'
import { loadConfig, places } from '../../open-store.ts'
import { note } from '../../render/print.ts'

/** `lightspeed auth logout`. */
export default class AuthLogout extends Command {
  static override readonly summary = 'Forget the stored key of a provider'
  static override readonly examples = ['<%= config.bin %> auth logout openai', '<%= config.bin %> auth logout --all']
  static override readonly flags = { all: toggle({ char: 'a', description: 'the keys of all providers' }) }
  static override readonly args = { provider: { description: 'whose key to forget' } }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(AuthLogout, argv)
    const [wanted] = rest
    if ((wanted === undefined) !== flags.all) throw new UsageError('name the provider, or say --all')
    const { providers } = loadConfig()
    for (const name of forgetKeys(wanted ?? null, places().config)) {
      note(`the key of ${name} is forgotten`)
      const known = providers.some((provider) => provider.name === name) || name === 'openai' || name === 'anthropic'
      const keyEnv = known ? keyedProvider(name, providers).keyEnv : null
      const still = keyEnv === null ? null : keyVariable(name, keyEnv, process.env)
      if (still !== null) note(`the environment still has one: ${still}`)
    }
  }
}
