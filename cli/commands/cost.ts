import { changeDirectory, currentDirectory } from '../args/change-directory.ts'
import { cdFlag, remoteFlag, jsonFlag, sessionArg } from '../args/common-flags.ts'
import { sessionTotals } from '../../core/machine/view/session-totals.ts'
import { costReport } from '../chat/commands/cost.ts'
import { Command } from '../command.ts'
import { readState, withStore } from '../open-store.ts'
import { print, printJson } from '../render/print.ts'
import { sessionOrLast } from '../session/pick-session.ts'

/** `lightspeed cost`. */
export default class Cost extends Command {
  static override readonly summary = 'Show what a session has taken: runs, tokens, money'
  static override readonly description =
    'Summed as the provider billed them; ≥ where an interrupted answer was billed for more than is known, cost unknown where a model has no price. The same as /cost in chat.'
  static override readonly examples = ['<%= config.bin %> cost', '<%= config.bin %> cost k7m2x --json']
  static override readonly flags = { json: jsonFlag, cd: cdFlag, remote: remoteFlag }
  static override readonly args = { session: sessionArg }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(Cost, argv)
    changeDirectory(flags.cd)
    await withStore(async (store) => {
      const session = await sessionOrLast(store, rest[0], currentDirectory(), store.blobs)
      const totals = sessionTotals(await readState(store, session.id))
      if (flags.json) return printJson({ session: session.id, ...totals })
      print(costReport(totals))
    })
  }
}
