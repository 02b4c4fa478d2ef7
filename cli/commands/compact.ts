import { changeDirectory, currentDirectory } from '../args/change-directory.ts'
import { cdFlag, remoteFlag, sessionArg } from '../args/common-flags.ts'
import { Command } from '../command.ts'
import { openWork } from '../compose.ts'
import { loadConfig, places, withStore } from '../open-store.ts'
import { FailedError } from '../errors.ts'
import { note } from '../render/print.ts'
import { plural } from '../render/quantities.ts'
import { whileUntaken } from '../remote/untaken.ts'
import { sessionOrLast } from '../session/pick-session.ts'
import { newCommandId } from '../session/session-ids.ts'

/** `lightspeed compact`. */
export default class Compact extends Command {
  static override readonly summary = "Make a session's context smaller"
  static override readonly description =
    'Has the model sum up what was said, at once or at the next step of a run. The log keeps everything. The same as /compact in chat.'
  static override readonly examples = ['<%= config.bin %> compact', '<%= config.bin %> compact k7m2x']
  static override readonly flags = { cd: cdFlag, remote: remoteFlag }
  static override readonly args = { session: sessionArg }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(Compact, argv)
    changeDirectory(flags.cd)
    const config = loadConfig()
    await withStore(async (store) => {
      const { id } = await sessionOrLast(store, rest[0], currentDirectory(), store.blobs)
      const work = openWork(store, { config, sandbox: config.sandbox ?? 'auto', stateDirectory: places().data })
      try {
        const unable = await work.whyUnable(id)
        if (unable !== null) throw new FailedError('unable', unable)
        const commandId = newCommandId()
        await work.host.submit(id, commandId, { kind: 'context.compact' })
        const { signal } = new AbortController()
        await whileUntaken(work.host.settled(id, commandId, signal), work.server === null ? null : note)
        await work.host.drive(id, signal)
        const { compactions } = (await work.host.state(id)).context
        note(`session ${id}: ${plural(compactions, 'compaction')} so far`)
      } finally {
        await work.close()
      }
    })
  }
}
