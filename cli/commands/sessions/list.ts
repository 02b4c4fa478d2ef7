import type { Activity } from '../../../core/host/activity.ts'
import type { SessionSummary } from '../../../core/ports/session-index.ts'
import { changeDirectory, currentDirectory } from '../../args/change-directory.ts'
import { cdFlag, jsonFlag } from '../../args/common-flags.ts'
import { option, toggle } from '../../args/flag.ts'
import { readCount } from '../../args/quantities.ts'
import { Command } from '../../command.ts'
import { readActivity, withStore } from '../../open-store.ts'
import { note, print, printJson, stdoutWidth } from '../../render/print.ts'
import { formatAgo } from '../../render/quantities.ts'
import { table } from '../../render/table.ts'
import { activityWords } from '../../session/activity-words.ts'

/** `lightspeed sessions list`. */
export default class SessionsList extends Command {
  static override readonly summary = 'List sessions, newest first'
  static override readonly description =
    'Shows the sessions that were started in this directory; --all shows those of every directory.'
  static override readonly examples = [
    '<%= config.bin %> sessions list',
    "<%= config.bin %> sessions list --all --json | jq -r '.[].id'",
  ]
  static override readonly flags = {
    all: toggle({ char: 'a', description: 'of every directory' }),
    limit: option(readCount, { helpValue: 'N', description: 'at most N' }),
    json: jsonFlag,
    cd: cdFlag,
  }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags } = this.parse(SessionsList, argv)
    changeDirectory(flags.cd)
    const directory = currentDirectory()
    const filter = { ...(!flags.all && { directory }), ...(flags.limit !== null && { limit: flags.limit }) }
    const sessions = await withStore(async (store) => {
      const listed: ListedSession[] = []
      for (const session of await store.sessions.list(filter))
        listed.push({ ...session, ...(await readActivity(store, session.id)) })
      return listed
    })
    if (flags.json) return printJson(sessions)
    if (sessions.length === 0) {
      return note(flags.all ? 'no sessions yet' : `no sessions of ${directory}; --all shows those of other directories`)
    }
    print(sessionTable(sessions, flags.all))
  }
}

type ListedSession = SessionSummary & Activity

function sessionTable(sessions: readonly ListedSession[], all: boolean): string {
  const now = Date.now()
  const rows = sessions.map(({ id, name, title, model, updatedAt, directory, ...activity }) => [
    id,
    activityWords(activity),
    formatAgo(updatedAt, now),
    model,
    ...(all ? [directory] : []),
    name === null ? title : `${name}: ${title}`,
  ])
  const head = ['ID', 'STATE', 'UPDATED', 'MODEL', ...(all ? ['DIRECTORY'] : []), 'TITLE']
  return table([head, ...rows], stdoutWidth())
}
