import { Command } from '../../command.ts'
import { devEnv } from '../../dev/dev-env.ts'
import { devPlaces } from '../../dev/dev-places.ts'
import { places as directories } from '../../open-store.ts'
import { print } from '../../render/print.ts'

/** `lightspeed dev env`. */
export default class DevEnv extends Command {
  static override readonly summary = 'Print what lets keys and model-keys reach the server of this machine'
  static override readonly description =
    'Lines that a shell sets variables by: the address of Postgres with its password, and the master key. They are secrets: they open every key of the server.'
  static override readonly examples = ['eval "$(<%= config.bin %> dev env)" && <%= config.bin %> keys list']

  override async run(argv: readonly string[]): Promise<void> {
    this.parse(DevEnv, argv)
    const variables = Object.entries(devEnv(devPlaces(directories().data)))
    // Neither URLs nor base64 have a quote.
    print(variables.map(([name, value]) => `export ${name}='${value}'`).join('\n'))
  }
}
