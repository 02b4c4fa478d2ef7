import { Command } from '../command.ts'
import { loadConfig } from '../open-store.ts'
import { readStorePlace, readTemporalPlace, storeFlags, temporalFlags } from '../remote/server-flags.ts'
import { startWorker } from '../remote/start-worker.ts'
import { readWorkerWish, workerFlags } from '../remote/worker-flags.ts'
import { serve } from '../remote/serve.ts'

/** `lightspeed worker`. */
export default class Worker extends Command {
  static override readonly summary = 'Work on the sessions of a server'
  static override readonly description =
    'Takes sessions from Temporal and works on them until it is stopped; SIGTERM hands over what is under way to other workers. Needs LIGHTSPEED_MASTER_KEY, which opens the model keys of tenants.'
  static override readonly examples = [
    '<%= config.bin %> worker --postgres postgres://localhost/lightspeed --s3-bucket sessions',
    '<%= config.bin %> worker --temporal temporal:7233 --sessions-at-once 1000',
    '<%= config.bin %> worker --deployment sessions --build-id 2026-11-25 --promote',
  ]
  static override readonly flags = { ...storeFlags, ...temporalFlags, ...workerFlags }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags } = this.parse(Worker, argv)
    const wish = readWorkerWish(flags, loadConfig(), process.env)
    const temporal = readTemporalPlace(flags, process.env)
    await serve(readStorePlace(flags, process.env), [(store) => startWorker(store, temporal, wish)])
  }
}
