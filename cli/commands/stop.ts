import { changeDirectory, currentDirectory } from '../args/change-directory.ts'
import { cdFlag, remoteFlag, jsonFlag, sessionArg } from '../args/common-flags.ts'
import { takeStops } from '../boot/stop-signals.ts'
import { Command } from '../command.ts'
import { openWork } from '../compose.ts'
import { FailedError } from '../errors.ts'
import { loadConfig, places, withStore } from '../open-store.ts'
import { exitCodes } from '../outcome/outcome.ts'
import { print, printJson } from '../render/print.ts'
import { sessionOrLast } from '../session/pick-session.ts'
import { stopSession, type StoppedSession } from '../work/stop-session.ts'

/** `lightspeed stop`. */
export default class Stop extends Command {
  static override readonly summary = 'Cancel what a session is doing, and take back what waits'
  static override readonly description =
    'Works whichever process drives the session, also when that process is dead. Waits until all has settled, 30 seconds at most. A session with nothing to do is left as it is: exit code 0.'
  static override readonly examples = ['<%= config.bin %> stop', '<%= config.bin %> stop k7m2x --json']
  static override readonly flags = { json: jsonFlag, cd: cdFlag, remote: remoteFlag }
  static override readonly args = { session: sessionArg }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(Stop, argv)
    changeDirectory(flags.cd)
    const config = loadConfig()
    await withStore(async (store) => {
      const { id } = await sessionOrLast(store, rest[0], currentDirectory())
      const work = openWork(store, { config, sandbox: config.sandbox ?? 'auto', stateDirectory: places().data })
      const end = new AbortController()
      const release = takeStops((stop) => {
        if (stop !== 'closed') process.exitCode = exitCodes[stop]
        end.abort()
      })
      try {
        const stopped = await stopSession(id, store, work, end.signal)
        if (flags.json) printJson({ session: id, ...stopped })
        else print(words(id, stopped))
        if (!stopped.settled && !end.signal.aborted) {
          const why = 'it has not settled yet; the request stands, and whoever drives the session heeds it'
          throw new FailedError('not-settled', why)
        }
      } finally {
        release()
        await work.close()
      }
    })
  }
}

function words(id: string, { ended, withdrawn, shells, compactionWithdrawn, settled }: StoppedSession): string {
  const parts = [
    ...ended.map(({ run, outcome }) => (outcome === 'cancelled' ? `stopped ${run}` : `${run} had ${ending(outcome)}`)),
    ...withdrawn.map((run) => `took back ${run}`),
    ...shells.ended.map(({ shell, outcome }) => shellEnding(shell, outcome)),
    ...shells.withdrawn.map((shell) => `took back command ${shell}`),
    ...(compactionWithdrawn ? ['took back the compaction'] : []),
  ]
  if (parts.length > 0) return `session ${id}: ${parts.join(', ')}`
  return settled ? `session ${id} is idle; there was nothing to stop` : `session ${id}: asked to stop`
}

function ending(outcome: string): string {
  return outcome === 'limit' ? 'reached its limit' : outcome
}

function shellEnding(shell: string, outcome: string): string {
  if (outcome === 'cancelled') return `stopped command ${shell}`
  return outcome === 'unknown' ? `gave up command ${shell}, whose end is unknown` : `command ${shell} had ended`
}
