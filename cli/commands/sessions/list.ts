import { changeDirectory, currentDirectory } from '../../args/change-directory.ts'
import { cdFlag, remoteFlag, jsonFlag } from '../../args/common-flags.ts'
import { option, toggle } from '../../args/flag.ts'
import { readCount } from '../../args/quantities.ts'
import { Command } from '../../command.ts'
import { withStore } from '../../open-store.ts'
import { listSessions, printSessions } from '../../session/list-sessions.ts'

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
    remote: remoteFlag,
  }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags } = this.parse(SessionsList, argv)
    changeDirectory(flags.cd)
    const wish = { all: flags.all, json: flags.json, directory: currentDirectory() }
    printSessions(await withStore((store) => listSessions(store, wish, flags.limit)), wish)
  }
}
