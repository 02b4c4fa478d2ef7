import { login } from '../../auth/login.ts'
import { text } from '../../args/flag.ts'
import { Command } from '../../command.ts'
import { loadConfig, places } from '../../open-store.ts'
import { exitCodes } from '../../outcome/outcome.ts'
import { note } from '../../render/print.ts'

/** `lightspeed auth login`. */
export default class AuthLogin extends Command {
  static override readonly summary = 'Store the key of a provider'
  static override readonly description =
    'On a terminal it asks, takes the key hidden and tries it with one small call. Elsewhere the key is read from stdin and never asked for. A key in the environment wins over a stored one.'
  static override readonly examples = [
    '<%= config.bin %> auth login',
    '<%= config.bin %> auth login openai',
    'printf %s "$KEY" | <%= config.bin %> auth login anthropic --with-key -',
  ]
  static override readonly flags = {
    'with-key': text({ helpValue: '-', description: 'read the key from stdin, to its end, without asking anything' }),
  }
  static override readonly args = { provider: { description: 'anthropic, openai, or one of the config file' } }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(AuthLogin, argv)
    const desk = { directory: places().config, configured: loadConfig().providers, env: process.env }
    const said = await login({ provider: rest[0] ?? null, withKey: flags['with-key'] }, desk)
    if (said === null) {
      note('nothing was stored; lightspeed auth login asks again')
      process.exitCode = exitCodes.interrupted
    } else if (said !== '') note(said)
  }
}
