import { Command } from '../command.ts'
import { loadConfig } from '../open-store.ts'
import {
  gatewayFlags,
  readGatewayPlace,
  readStorePlace,
  readTemporalPlace,
  storeFlags,
  temporalFlags,
} from '../remote/server-flags.ts'
import { requirePort } from '../remote/require-port.ts'
import { startGateway } from '../remote/start-gateway.ts'
import { startWorker } from '../remote/start-worker.ts'
import { readWorkerWish, workerFlags } from '../remote/worker-flags.ts'
import { serve } from '../remote/serve.ts'

/** `lightspeed server`. */
export default class Server extends Command {
  static override readonly summary = 'Worker and gateway in one process'
  static override readonly description =
    'What lightspeed worker and lightspeed gateway do, for one machine or a first try. Needs LIGHTSPEED_MASTER_KEY.'
  static override readonly examples = [
    '<%= config.bin %> server --postgres postgres://localhost/lightspeed --blobs /var/lib/lightspeed/blobs',
  ]
  static override readonly flags = { ...storeFlags, ...temporalFlags, ...workerFlags, ...gatewayFlags }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags } = this.parse(Server, argv)
    const wish = readWorkerWish(flags, loadConfig(), process.env)
    const temporal = readTemporalPlace(flags, process.env)
    const place = readGatewayPlace(flags, process.env)
    // A worker that has begun would have to end first.
    await requirePort(place)
    await serve(readStorePlace(flags, process.env), [
      (store) => startWorker(store, temporal, wish),
      (store) => startGateway(store, temporal, place),
    ])
  }
}
