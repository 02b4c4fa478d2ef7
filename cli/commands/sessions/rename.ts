import { remoteFlag } from '../../args/common-flags.ts'
import { currentDirectory } from '../../args/change-directory.ts'
import { Command } from '../../command.ts'
import { withStore } from '../../open-store.ts'
import { UsageError } from '../../errors.ts'
import { note } from '../../render/print.ts'
import { sanitizeLine } from '../../render/sanitize.ts'
import { newCommandId } from '../../session/session-ids.ts'
import { sessionOrLast } from '../../session/pick-session.ts'

/** `lightspeed sessions rename`. */
export default class SessionsRename extends Command {
  static override readonly summary = 'Give a session a name'
  static override readonly examples = ['<%= config.bin %> sessions rename k7m2x "fix the dates"']
  static override readonly flags = { remote: remoteFlag }
  static override readonly args = {
    session: { description: 'id, beginning of an id, name, or words of the first prompt', required: true },
    name: { description: 'the new name', required: true },
  }

  override async run(argv: readonly string[]): Promise<void> {
    const [wanted, name = ''] = this.parse(SessionsRename, argv).rest
    if (name.trim() === '') throw new UsageError('the new name is empty')
    await withStore(async (store) => {
      const session = await sessionOrLast(store, wanted, currentDirectory(), store.blobs)
      // The list has the name at once; the log when the session is next driven.
      await store.inbox.submit(session.id, { id: newCommandId(), command: { kind: 'session.rename', name } }, [])
      await store.sessions.rename(session.id, name)
      note(`${session.id} is now named ${sanitizeLine(name)}`)
    })
  }
}
