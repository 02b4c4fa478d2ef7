import { jsonFlag } from '../../args/common-flags.ts'
import { hasAnyKey, keyStatuses, sourceWords } from '../../auth/key-status.ts'
import { keysPath, readKeys } from '../../auth/keys-file.ts'
import { Command } from '../../command.ts'
import { loadConfig, places } from '../../open-store.ts'
import { exitCodes } from '../../outcome/outcome.ts'
import { print, printJson } from '../../render/print.ts'
import { table } from '../../render/table.ts'

/** `lightspeed auth status`. */
export default class AuthStatus extends Command {
  static override readonly summary = 'Show which providers have a key, and where it comes from'
  static override readonly description = 'Never shows more than the last four characters. Exit code 5 without any key.'
  static override readonly examples = ['<%= config.bin %> auth status', '<%= config.bin %> auth status --json']
  static override readonly flags = { json: jsonFlag }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags } = this.parse(AuthStatus, argv)
    const directory = places().config
    const statuses = keyStatuses(loadConfig().providers, process.env, readKeys(directory))
    if (!hasAnyKey(statuses)) process.exitCode = exitCodes.auth
    if (flags.json) return printJson({ file: keysPath(directory), keys: statuses })
    print(
      table(
        statuses.map((status) => [status.provider, status.ends === null ? '' : `…${status.ends}`, sourceWords(status)]),
      ),
    )
  }
}
