import { jsonFlag } from '../../args/common-flags.ts'
import { Command } from '../../command.ts'
import { devPlaces } from '../../dev/dev-places.ts'
import { partLines, reportParts } from '../../dev/part-report.ts'
import { readStack } from '../../dev/stack-state.ts'
import { places as directories } from '../../open-store.ts'
import { note, print, printJson } from '../../render/print.ts'

/** `lightspeed dev status`. */
export default class DevStatus extends Command {
  static override readonly summary = 'Show the parts of the server of this machine'
  static override readonly description =
    'Where each part listens, its process and its log. "silent" is one whose process runs and does not take connections.'
  static override readonly examples = [
    '<%= config.bin %> dev status',
    '<%= config.bin %> dev status --json | jq -r \'.parts[] | select(.name == "server") | .urls[0]\'',
  ]
  static override readonly flags = { json: jsonFlag }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags } = this.parse(DevStatus, argv)
    const places = devPlaces(directories().data)
    const state = readStack(places.state)
    const parts = state === null ? [] : await reportParts(state, places)
    const blobs = state?.blobs === 'files' ? places.blobs : null
    if (flags.json) return printJson({ parts, blobs, secrets: state === null ? null : places.secrets })
    if (state === null) return note('there is no stack yet; lightspeed dev up starts one')
    print(partLines(parts))
    if (blobs !== null) print(`large blobs are files in ${blobs}`)
    if (parts.every(({ pid }) => pid === null)) note('nothing runs; lightspeed dev up starts it')
  }
}
