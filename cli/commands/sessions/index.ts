import { changeDirectory, currentDirectory } from '../../args/change-directory.ts'
import { cdFlag, remoteFlag, jsonFlag } from '../../args/common-flags.ts'
import { toggle } from '../../args/flag.ts'
import { nearest } from '../../../core/values/nearest.ts'
import { Command } from '../../command.ts'
import { withStore } from '../../open-store.ts'
import { performResume } from '../../chat/perform-chat.ts'
import { UsageError } from '../../errors.ts'
import { listSessions, printSessions } from '../../session/list-sessions.ts'

/** `lightspeed sessions`. */
export default class Sessions extends Command {
  static override readonly summary = 'Find a session and go on with it'
  static override readonly description =
    'On a terminal a picker: type to search ids, names, directories and the words of all prompts; Enter opens the session, Esc leaves. In a pipe, with --plain or TERM=dumb it prints the table of sessions list.'
  static override readonly examples = ['<%= config.bin %> sessions', '<%= config.bin %> sessions --all']
  static override readonly flags = {
    all: toggle({ char: 'a', description: 'of every directory' }),
    plain: toggle({ description: 'print the table, also on a terminal' }),
    json: jsonFlag,
    cd: cdFlag,
    remote: remoteFlag,
  }

  override async run(argv: readonly string[]): Promise<void> {
    const [first = '--'] = argv
    const meant = first.startsWith('-') ? null : nearest(first, ['list', 'show', 'rename', 'delete'])
    if (meant !== null) throw new UsageError(`unknown command sessions ${first}; did you mean sessions ${meant}?`)
    const { flags } = this.parse(Sessions, argv)
    changeDirectory(flags.cd)
    const wish = { all: flags.all, json: flags.json, directory: currentDirectory() }
    const isPicker =
      process.stdin.isTTY && process.stdout.isTTY && process.env['TERM'] !== 'dumb' && !flags.plain && !flags.json
    const picked = await withStore(async (store) => {
      if (!isPicker) return printSessions(await listSessions(store, wish, null), wish)
      const { pickSession } = await import('../../tui/sessions/pick-session.tsx')
      const picked = await pickSession({ store, directory: wish.directory, all: wish.all })
      return picked
    })
    if (typeof picked === 'string') await performResume(picked)
  }
}
