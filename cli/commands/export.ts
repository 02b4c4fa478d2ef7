import { changeDirectory, currentDirectory } from '../args/change-directory.ts'
import { cdFlag, remoteFlag, sessionArg } from '../args/common-flags.ts'
import { choice, text, toggle } from '../args/flag.ts'
import { Command } from '../command.ts'
import { withStore } from '../open-store.ts'
import { note } from '../render/print.ts'
import { sanitizeLine } from '../render/sanitize.ts'
import { sessionOrLast } from '../session/pick-session.ts'
import { exportFormats, exportSession, formatOfFile } from '../transfer/export-session.ts'
import { writeToFile, writeToStdout } from '../transfer/write-pieces.ts'

/** `lightspeed export`. */
export default class Export extends Command {
  static override readonly summary = 'Write a session out: to read, to show, or to import elsewhere'
  static override readonly description =
    'md and html have prompts, answers, calls, diffs and totals; the page needs nothing but itself. jsonl is complete: the log and every blob that it names, the files of the workspace included. What is exported holds what the session saw: look at it before you share it.'
  static override readonly examples = [
    '<%= config.bin %> export > session.md',
    '<%= config.bin %> export k7m2x -o session.html',
    '<%= config.bin %> export k7m2x --format jsonl | ssh other lightspeed import -',
  ]
  static override readonly flags = {
    format: choice(exportFormats, { description: 'without it the name of the file decides; otherwise md' }),
    output: text({ char: 'o', helpValue: 'FILE', description: 'write to FILE, which only you can read' }),
    force: toggle({ description: 'overwrite FILE' }),
    cd: cdFlag,
    remote: remoteFlag,
  }
  static override readonly args = { session: sessionArg }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags, rest } = this.parse(Export, argv)
    changeDirectory(flags.cd)
    await withStore(async (store) => {
      const session = await sessionOrLast(store, rest[0], currentDirectory(), store.blobs)
      const pieces = await exportSession(session, flags.format ?? formatOfFile(flags.output), store)
      if (flags.output === null) return writeToStdout(pieces)
      await writeToFile(flags.output, pieces, flags.force)
      note(sanitizeLine(`session ${session.id} is in ${flags.output}`))
    })
  }
}
