import { changeDirectory, currentDirectory } from '../args/change-directory.ts'
import { cdFlag, remoteFlag } from '../args/common-flags.ts'
import { toggle } from '../args/flag.ts'
import { Command } from '../command.ts'
import { UsageError } from '../errors.ts'
import { withStore } from '../open-store.ts'
import { note, print } from '../render/print.ts'
import { importSession } from '../transfer/import-session.ts'
import { withStdinAsFile } from '../transfer/spool-stdin.ts'
import { commandLine } from '../remote/typed-remote.ts'

/** `lightspeed import`. */
export default class Import extends Command {
  static override readonly summary = 'Take in a session that was exported as jsonl'
  static override readonly description =
    'Everything is checked first, and a file that is not sound leaves nothing behind. The session belongs to this directory then. Directories of the other machine count for nothing: apply --to DIR says where its changes go.'
  static override readonly examples = [
    '<%= config.bin %> import session.jsonl',
    'ssh other lightspeed export --format jsonl | <%= config.bin %> import -',
  ]
  static override readonly flags = {
    'as-new': toggle({ description: 'give it a new id' }),
    remote: remoteFlag,
    cd: cdFlag,
  }
  static override readonly args = { file: { description: 'the file, or - for stdin', required: true } }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(Import, argv)
    const [file = ''] = rest
    changeDirectory(flags.cd)
    if (file === '-' && process.stdin.isTTY) throw new UsageError('nothing is piped in; name the file to import')
    const wish = { asNew: flags['as-new'], directory: currentDirectory(), now: Date.now() }
    await withStore(async (store) => {
      const take = (from: string) => importSession({ ...wish, file: from }, store)
      const id = await (file === '-' ? withStdinAsFile(take) : take(file))
      print(id)
      note(`${commandLine(`chat -r ${id}`)} goes on with it`)
    })
  }
}
