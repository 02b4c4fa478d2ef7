import { Command } from '../command.ts'
import {
  gatewayFlags,
  readGatewayPlace,
  readStorePlace,
  readTemporalPlace,
  storeFlags,
  temporalFlags,
} from '../remote/server-flags.ts'
import { startGateway } from '../remote/start-gateway.ts'
import { serve } from '../remote/serve.ts'

/** `lightspeed gateway`. */
export default class Gateway extends Command {
  static override readonly summary = 'Answer the clients of a server'
  static override readonly description =
    'Serves sessions over HTTP to whoever has an API key (lightspeed keys create). Encryption is left to a proxy in front. The contract is docs/schema/gateway.json.'
  static override readonly examples = [
    '<%= config.bin %> gateway --postgres postgres://localhost/lightspeed --s3-bucket sessions',
    '<%= config.bin %> gateway --host 0.0.0.0 --port 8230',
  ]
  static override readonly flags = { ...storeFlags, ...temporalFlags, ...gatewayFlags }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags } = this.parse(Gateway, argv)
    const place = readGatewayPlace(flags, process.env)
    const temporal = readTemporalPlace(flags, process.env)
    await serve(readStorePlace(flags, process.env), [(store) => startGateway(store, temporal, place)])
  }
}
