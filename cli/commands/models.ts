import type { ModelInfo } from '../../core/models/model-info.ts'
import { jsonFlag } from '../args/common-flags.ts'
import { toggle } from '../args/flag.ts'
import { Command } from '../command.ts'
import { loadConfig } from '../open-store.ts'
import { environment } from '../auth/environment.ts'
import { listModels } from '../config/list-models.ts'
import { note, print, printJson, stdoutWidth } from '../render/print.ts'
import { formatCount } from '../render/quantities.ts'
import { table } from '../render/table.ts'

/** `lightspeed models`. */
export default class Models extends Command {
  static override readonly summary = 'List models that can be asked'
  static override readonly description =
    'Shows the models of every provider whose key is set; --all shows the others too. Any other id that a provider takes works as well. Prices are US dollars for a million tokens.'
  static override readonly examples = [
    '<%= config.bin %> models',
    "<%= config.bin %> models --all --json | jq -r '.[].name'",
  ]
  static override readonly flags = {
    all: toggle({ char: 'a', description: 'also of providers without a key' }),
    json: jsonFlag,
  }

  override async run(argv: readonly string[]): Promise<void> {
    const { flags } = this.parse(Models, argv)
    const { providers } = loadConfig()
    const models = listModels(providers, environment(providers)).filter(
      (model) => flags.all || model.missingKey === null,
    )
    if (flags.json) return printJson(models.map(({ info, ...model }) => ({ ...model, ...info })))
    const head = ['MODEL', 'WINDOW', 'INPUT', 'CACHED', 'OUTPUT', ...(flags.all ? ['KEY'] : [])]
    const rows = models.map(({ name, info, missingKey }) => [
      name,
      info.windowTokens === null ? '?' : formatCount(info.windowTokens),
      ...prices(info),
      ...(flags.all ? [missingKey === null ? 'set' : `export ${missingKey}=...`] : []),
    ])
    print(table([head, ...rows], stdoutWidth()))
    if (!flags.all && models.every(({ info }) => info.provider === 'demo')) {
      note('no key is set; export ANTHROPIC_API_KEY=... or OPENAI_API_KEY=..., or see --all')
    }
  }
}

function prices({ price }: ModelInfo): readonly string[] {
  if (price === null) return ['?', '?', '?']
  return [price.input, price.cachedInput, price.output].map((usd) => `$${usd}`)
}
