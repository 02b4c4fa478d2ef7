import { changeDirectory, currentDirectory } from '../args/change-directory.ts'
import { cdFlag, remoteFlag, jsonFlag, sessionArg } from '../args/common-flags.ts'
import { windowShares } from '../../core/machine/view/window-shares.ts'
import { contextReport } from '../chat/commands/context.ts'
import { Command } from '../command.ts'
import { readState, withStore } from '../open-store.ts'
import { print, printJson } from '../render/print.ts'
import { readFixedSizes } from '../session/fixed-sizes.ts'
import { sessionOrLast } from '../session/pick-session.ts'

/** `lightspeed context`. */
export default class Context extends Command {
  static override readonly summary = "Show what fills a session's context window"
  static override readonly description =
    'Tokens as the provider billed the last request (after a compaction an estimate), then the instructions, the tools and each kind of item with its size as stored. The same as /context in chat.'
  static override readonly examples = ['<%= config.bin %> context', '<%= config.bin %> context k7m2x --json']
  static override readonly flags = { json: jsonFlag, cd: cdFlag, remote: remoteFlag }
  static override readonly args = { session: sessionArg }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(Context, argv)
    changeDirectory(flags.cd)
    await withStore(async (store) => {
      const session = await sessionOrLast(store, rest[0], currentDirectory(), store.blobs)
      const state = await readState(store, session.id)
      const { tokens } = state.context
      const windowTokens = state.session?.windowTokens ?? null
      const fixed = await readFixedSizes(state.session, store.blobs)
      if (flags.json)
        return printJson({ session: session.id, tokens, windowTokens, ...fixed, shares: windowShares(state.context) })
      print(contextReport(state, fixed))
    })
  }
}
