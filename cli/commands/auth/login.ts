import { loginRemote } from '../../auth/login-remote.ts'
import { login } from '../../auth/login.ts'
import { text } from '../../args/flag.ts'
import { Command } from '../../command.ts'
import { UsageError } from '../../errors.ts'
import { loadConfig, places } from '../../open-store.ts'
import { exitCodes } from '../../outcome/outcome.ts'
import { note } from '../../render/print.ts'

/** `lightspeed auth login`. */
export default class AuthLogin extends Command {
  static override readonly summary = 'Store the key of a provider, or of a remote'
  static override readonly description =
    'On a terminal it asks, takes the key hidden and tries it with one small call. Elsewhere the key is read from stdin and never asked for. A key in the environment wins over a stored one.'
  static override readonly examples = [
    '<%= config.bin %> auth login',
    '<%= config.bin %> auth login openai',
    'printf %s "$KEY" | <%= config.bin %> auth login anthropic --with-key -',
    '<%= config.bin %> auth login --remote work',
  ]
  static override readonly flags = {
    remote: text({ helpValue: 'NAME', description: 'store the API key of this one of remotes in the config file' }),
    'with-key': text({ helpValue: '-', description: 'read the key from stdin, to its end, without asking anything' }),
  }
  static override readonly args = { provider: { description: 'anthropic, openai, or one of the config file' } }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(AuthLogin, argv)
    const said = await this.login(rest[0] ?? null, flags['with-key'], flags.remote)
    if (said === null) {
      note('nothing was stored; lightspeed auth login asks again')
      process.exitCode = exitCodes.interrupted
    } else if (said !== '') note(said)
  }

  private login(provider: string | null, withKey: string | null, remote: string | null): Promise<string | null> {
    const config = loadConfig()
    const directory = places().config
    if (remote === null)
      return login({ provider, withKey }, { directory, configured: config.providers, env: process.env })
    if (provider !== null) throw new UsageError(`a provider (${provider}) or a remote (${remote}), not both`)
    return loginRemote({ name: remote, withKey, directory, config })
  }
}
