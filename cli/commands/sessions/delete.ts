import { discardSandbox } from '../../../sandbox/create-sandbox.ts'
import { remoteFlag } from '../../args/common-flags.ts'
import { toggle } from '../../args/flag.ts'
import { Command } from '../../command.ts'
import { places, readActivity, withStore } from '../../open-store.ts'
import { DeniedError } from '../../errors.ts'
import { note } from '../../render/print.ts'
import { sanitizeLine } from '../../render/sanitize.ts'
import { activityWords } from '../../session/activity-words.ts'
import { findNamedSession } from '../../session/pick-session.ts'
import { confirm } from '../../prompt/confirm.ts'
import { commandLine } from '../../remote/typed-remote.ts'

/** `lightspeed sessions delete`. */
export default class SessionsDelete extends Command {
  static override readonly summary = 'Delete sessions for good'
  static override readonly description =
    'Removes the log of each session. Asks first on a terminal; elsewhere --yes is needed. A session that runs is kept. Files on disk are not touched.'
  static override readonly examples = [
    '<%= config.bin %> sessions delete k7m2x',
    '<%= config.bin %> sessions delete k7m2x p9 --yes',
  ]
  static override readonly flags = { remote: remoteFlag, yes: toggle({ char: 'y', description: 'do not ask' }) }
  static override readonly args = { session: { description: 'id, beginning of an id, or name', required: true } }
  static override readonly strict = false

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(SessionsDelete, argv)
    await withStore(async (store) => {
      const sessions = await Promise.all(rest.map((wanted) => findNamedSession(store.sessions, wanted)))
      for (const session of sessions) {
        const activity = await readActivity(store, session.id)
        if (activity.status === 'running')
          throw new DeniedError(
            `${session.id} is ${activityWords(activity)} and was kept; ${commandLine(`stop ${session.id}`)} ends it first`,
          )
        const what = sanitizeLine(`${session.id} (${session.name ?? session.title})`)
        if (!flags.yes && !(await confirm(`delete session ${what}?`)))
          throw new DeniedError(`${session.id} was kept; --yes deletes without asking`)
        await store.sessions.remove(session.id)
        await discardSandbox(places().data, session.id)
        note(`deleted ${what}`)
      }
    })
  }
}
