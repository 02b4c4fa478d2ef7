import { jsonFlag } from '../../args/common-flags.ts'
import { toggle } from '../../args/flag.ts'
import { readKeys } from '../../auth/keys-file.ts'
import { takeStops, type Stop } from '../../boot/stop-signals.ts'
import { Command } from '../../command.ts'
import { makePrivate } from '../../config/directories.ts'
import { bringUp, type UpResult } from '../../dev/bring-up.ts'
import { devPlaces, type DevPlaces } from '../../dev/dev-places.ts'
import { nextStep } from '../../dev/next-step.ts'
import { partLines, reportParts } from '../../dev/part-report.ts'
import { withStackLock } from '../../dev/stack-lock.ts'
import { newStack, readStack } from '../../dev/stack-state.ts'
import { loadConfig, places as directories } from '../../open-store.ts'
import { exitCodes } from '../../outcome/outcome.ts'
import { loadTemporal } from '../../remote/load-temporal.ts'
import { note, print, printJson } from '../../render/print.ts'

/** `lightspeed dev up`. */
export default class DevUp extends Command {
  static override readonly summary = 'Start a server with all that it needs on this machine'
  static override readonly description =
    'Starts what does not run yet of Postgres, Temporal, an S3 server (versitygw; without it large blobs are files) and lightspeed server, all on 127.0.0.1, with their files in the data directory. Makes an API key, and copies the model keys that you have to the server. Once more, it starts only what is missing.'
  static override readonly examples = [
    '<%= config.bin %> dev up',
    '<%= config.bin %> chat --remote dev',
    '<%= config.bin %> dev up --headless --json',
  ]
  static override readonly flags = {
    headless: toggle({ description: 'start Temporal without its UI, where it is started' }),
    json: jsonFlag,
  }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags } = this.parse(DevUp, argv)
    const config = loadConfig()
    const temporal = await loadTemporal()
    const own = directories()
    const places = devPlaces(own.data)
    makePrivate(own.data)
    const parts = { places, config, temporal, env: process.env, stored: readKeys(own.config) }
    const result = await withStackLock(
      places.lock,
      () => note('another lightspeed dev is at work; waiting for it'),
      () => untilStopped((signal) => bringUp({ ...parts, headless: flags.headless, signal, say: note })),
    )
    if (result !== null) await this.report(places, result, nextStep(config, result.keys.all), flags.json)
  }

  private async report(places: DevPlaces, { started, keys }: UpResult, next: string, asJson: boolean): Promise<void> {
    const parts = await reportParts(readStack(places.state) ?? newStack, places)
    if (keys.copied.length > 0)
      note(`copied to the server: ${keys.copied.map((name) => `your key of ${name}`).join(', ')}`)
    if (asJson) return printJson({ parts, started, copiedKeys: keys.copied, secrets: places.secrets, next })
    print(partLines(parts, new Map(started.map((name) => [name, 'started']))))
    if (keys.all.length === 0)
      note('the server has no key of a model; lightspeed auth login stores one, and dev up copies it')
    note(`passwords and keys are in ${places.secrets}; lightspeed dev down ends it all`)
    note(`next: ${next}`)
  }
}

/** Null when the person stopped it. */
async function untilStopped<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
  const ending = new AbortController()
  let stopped: Stop | null = null
  const release = takeStops((stop) => {
    if (stop === 'closed') return
    stopped = stop
    ending.abort()
  })
  try {
    return await work(ending.signal)
  } catch (error) {
    if (stopped === null) throw error
    note('stopped; what was started is stopped again')
    process.exitCode = exitCodes[stopped]
    return null
  } finally {
    release()
  }
}
