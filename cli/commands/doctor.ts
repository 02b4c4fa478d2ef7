import { probeSandbox } from '../../sandbox/probe-sandbox.ts'
import { colorFlag, jsonFlag } from '../args/common-flags.ts'
import { programVersion } from '../boot/program-version.ts'
import { environment } from '../auth/environment.ts'
import { Command } from '../command.ts'
import { loadConfig, places } from '../open-store.ts'
import { listProviders } from '../config/list-models.ts'
import { askRemote } from '../doctor/ask-remote.ts'
import { check, checkLines } from '../doctor/check.ts'
import { inspectStore } from '../doctor/inspect-store.ts'
import {
  judgeConfig,
  judgeKeys,
  judgeNode,
  judgeRemote,
  judgeSandbox,
  judgeStore,
  serversKeysFound,
} from '../doctor/checks.ts'
import { exitCodes } from '../outcome/outcome.ts'
import { palette, wantsColor } from '../render/palette.ts'
import { remotePlace, remoteWish } from '../remote/remote-place.ts'
import { print, printJson } from '../render/print.ts'

/** `lightspeed doctor`. */
export default class Doctor extends Command {
  static override readonly summary = 'Check that everything works here, and say how to mend it'
  static override readonly description =
    'Looks at Node, the config file, the store, the server that sessions are on, the sandbox and the keys. Exit code 1 when something keeps runs from working.'
  static override readonly examples = [
    '<%= config.bin %> doctor',
    '<%= config.bin %> doctor --json | jq \'.checks[] | select(.level != "ok")\'',
  ]
  static override readonly flags = { json: jsonFlag, color: colorFlag }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags } = this.parse(Doctor, argv)
    const checks = await Promise.all([
      check('node', async () => judgeNode(process.version)),
      check('config', async () => judgeConfig(loadConfig())),
      check('store', async () => judgeStore(await inspectStore(places().data))),
      check('remote', async () => {
        const place = remotePlace(process.env, loadConfig(), places())
        return judgeRemote(place && (await askRemote(place)))
      }),
      check('sandbox', async () => judgeSandbox(await probeSandbox())),
      check('keys', async () => {
        const config = loadConfig()
        if (remoteWish(process.env, config) !== null) return serversKeysFound
        const { providers } = config
        return judgeKeys(listProviders(providers, environment(providers)))
      }),
    ])
    const ok = checks.every(({ level }) => level !== 'error')
    if (!ok) process.exitCode = exitCodes.failed
    if (flags.json) return printJson({ ok, version: programVersion(), checks })
    const colors = palette(wantsColor(flags.color ?? 'auto', process.env, process.stdout.isTTY))
    print(checks.map((result) => checkLines(result, colors)).join('\n'))
  }
}
