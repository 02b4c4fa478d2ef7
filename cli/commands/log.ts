import type { StoredEntry } from '../../core/log/entry.ts'
import { changeDirectory, currentDirectory } from '../args/change-directory.ts'
import { cdFlag, remoteFlag, colorFlag, jsonFlag, sessionArg } from '../args/common-flags.ts'
import { option, toggle } from '../args/flag.ts'
import { readSeq } from '../args/quantities.ts'
import { takeStops } from '../boot/stop-signals.ts'
import { Command } from '../command.ts'
import { followEntries, withStore } from '../open-store.ts'
import { JsonView, StreamJsonView } from '../work/json-view.ts'
import { UsageError } from '../errors.ts'
import { sessionLine } from '../outcome/run-lines.ts'
import { exitCodes } from '../outcome/outcome.ts'
import { eventLine } from '../render/event-line.ts'
import { palette, wantsColor } from '../render/palette.ts'
import { print, printJson } from '../render/print.ts'
import { sessionOrLast } from '../session/pick-session.ts'

/** `lightspeed log`. */
export default class Log extends Command {
  static override readonly summary = "Print a session's log"
  static override readonly description =
    'One entry a line, in order, each once. With --follow it goes on until it is interrupted, also for entries that other processes write.'
  static override readonly examples = [
    '<%= config.bin %> log',
    '<%= config.bin %> log k7m2x --json --after 120 --follow',
  ]
  static override readonly flags = {
    json: jsonFlag,
    after: option(readSeq, { helpValue: 'SEQ', description: 'only entries with a higher seq' }),
    texts: toggle({ description: 'with --json: the texts that entries name by ref, each once, behind the entry' }),
    follow: toggle({ char: 'f', description: 'wait for more' }),
    color: colorFlag,
    cd: cdFlag,
    remote: remoteFlag,
  }
  static override readonly args = { session: sessionArg }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(Log, argv)
    changeDirectory(flags.cd)
    const colors = palette(wantsColor(flags.color ?? 'auto', process.env, process.stdout.isTTY))
    if (flags.texts && !flags.json) throw new UsageError('--texts goes with --json')
    await withStore(async (store) => {
      const view = flags.texts ? new StreamJsonView(printJson, store.blobs) : new JsonView(printJson)
      const show = (entry: StoredEntry) => (flags.json ? view.entry(entry) : print(eventLine(entry, colors)))
      const session = await sessionOrLast(store, rest[0], currentDirectory(), store.blobs)
      const after = flags.after ?? 0
      if (flags.json) printJson(sessionLine(session, after))
      const end = new AbortController()
      if (!flags.follow) end.abort()
      const release = takeStops((stop) => {
        if (stop !== 'closed') process.exitCode = exitCodes[stop]
        end.abort()
      })
      for await (const entry of await followEntries(store, session.id, after, end.signal)) await show(entry)
      release()
    })
  }
}
