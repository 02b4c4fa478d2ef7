import { changeDirectory, currentDirectory } from '../args/change-directory.ts'
import { cdFlag, remoteFlag, sessionArg } from '../args/common-flags.ts'
import { option, text } from '../args/flag.ts'
import { readCount } from '../args/quantities.ts'
import { Command } from '../command.ts'
import { withStore } from '../open-store.ts'
import { note, print } from '../render/print.ts'
import { sessionOrLast } from '../session/pick-session.ts'
import { forkSession } from '../transfer/fork-session.ts'

/** `lightspeed fork`. */
export default class Fork extends Command {
  static override readonly summary = 'Begin a new session as another one'
  static override readonly description =
    'The new session has the conversation and the files of the other up to a point between two runs, copies nothing, and goes its own way from there. Prints its id.'
  static override readonly examples = [
    '<%= config.bin %> fork',
    '<%= config.bin %> fork k7m2x --at 120 -n "the other way"',
    '<%= config.bin %> run -r $(<%= config.bin %> fork) "try it with a queue"',
  ]
  static override readonly flags = {
    at: option(readCount, { helpValue: 'SEQ', description: 'not behind this entry of the log; see lightspeed log' }),
    name: text({ char: 'n', helpValue: 'NAME', description: 'name of the new session' }),
    cd: cdFlag,
    remote: remoteFlag,
  }
  static override readonly args = { session: sessionArg }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(Fork, argv)
    changeDirectory(flags.cd)
    await withStore(async (store) => {
      const source = await sessionOrLast(store, rest[0], currentDirectory(), store.blobs)
      const forked = await forkSession({ source, at: flags.at, name: flags.name, now: Date.now() }, store)
      print(forked.id)
      note(`forked from ${source.id} at ${forked.seq} of ${source.head}`)
    })
  }
}
