import { choice } from '../args/flag.ts'
import { takeStops } from '../boot/stop-signals.ts'
import { Command } from '../command.ts'
import { openWork } from '../compose.ts'
import { sandboxChoices } from '../config/config-file.ts'
import { loadConfig, places, withStore } from '../open-store.ts'
import { exitCodes } from '../outcome/outcome.ts'
import { note } from '../render/print.ts'
import { findSession } from '../session/pick-session.ts'
import { driveUntilIdle } from '../work/drive-session.ts'

/** `lightspeed drive`: what `run --detach` leaves behind. */
export default class Drive extends Command {
  static override readonly hidden = true
  static override readonly summary = 'Work on a session until nothing is left to do'
  static override readonly description =
    'Started by run --detach in the background. SIGTERM ends it at once; the next process goes on where it was.'
  static override readonly examples = ['<%= config.bin %> drive k7m2x']
  static override readonly flags = {
    sandbox: choice(sandboxChoices, { description: 'how commands are confined' }),
  }
  static override readonly args = { session: { description: 'id, beginning of an id, or name', required: true } }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(Drive, argv)
    const [wanted = ''] = rest
    const config = loadConfig()
    await withStore(async (store) => {
      const { id } = await findSession(store.sessions, wanted)
      const sandbox = flags.sandbox ?? config.sandbox ?? 'auto'
      const work = openWork(store, { config, sandbox, stateDirectory: places().data })
      const end = new AbortController()
      const release = takeStops((stop) => {
        // Nobody reads stdout here, and that is no reason to stop.
        if (stop === 'closed') return
        process.exitCode = exitCodes[stop]
        end.abort()
      })
      try {
        await driveUntilIdle(id, work, end.signal)
      } catch (error) {
        note(`${new Date().toISOString()} session ${id} was left:`)
        throw error
      } finally {
        release()
        await work.close()
      }
    })
  }
}
