import { changeDirectory, currentDirectory } from '../args/change-directory.ts'
import { cdFlag, remoteFlag, colorFlag, sessionArg } from '../args/common-flags.ts'
import { plainFlag, themeFlag } from '../chat/chat-flags.ts'
import { performAttach } from '../chat/perform-chat.ts'
import { Command } from '../command.ts'

/** `lightspeed attach`. */
export default class Attach extends Command {
  static override readonly summary = 'Join a session that may be running elsewhere, on this machine or a server'
  static override readonly description =
    'Shows what was said, then what happens, as it streams. What you type goes into the session like anybody else’s. When the process that drives it on this machine dies, this one carries on. Leaving does not stop the run.'
  static override readonly examples = ['<%= config.bin %> attach', '<%= config.bin %> attach k7m2x']
  static override readonly flags = {
    plain: plainFlag,
    theme: themeFlag,
    color: colorFlag,
    cd: cdFlag,
    remote: remoteFlag,
  }
  static override readonly args = { session: sessionArg }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(Attach, argv)
    changeDirectory(flags.cd)
    await performAttach({ flags, wanted: rest[0], directory: currentDirectory() })
  }
}
