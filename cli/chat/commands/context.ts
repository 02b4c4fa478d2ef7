import type { ItemKind } from '../../../core/machine/context/events.ts'
import { formatCount, plural } from '../../render/quantities.ts'
import { table } from '../../render/table.ts'
import { contextShare } from '../status.ts'
import type { SlashCommand } from './slash-command.ts'

const words: Readonly<Record<ItemKind, string>> = {
  user: 'what you said',
  assistant: 'answers',
  reasoning: 'thinking',
  'tool-call': 'tool calls',
  'tool-result': 'tool results',
  notice: 'notices',
  summary: 'summaries',
  other: 'other',
}

/** `/context`. */
export const contextCommand: SlashCommand = {
  name: 'context',
  usage: '',
  summary: 'what fills the window, by kind, with sizes',
  run: async (_argument, { client, say }) => {
    const state = client.conversation?.state
    if (!state) return say('the context is empty: nothing was said yet')
    const { items, tokens } = state.context
    const share = contextShare(state)
    const window = state.session?.windowTokens ?? null
    const of = window === null ? '' : ` of ${formatCount(window)} (${Math.round((share ?? 0) * 100)}%)`
    const total = items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    const rows = Object.entries(words).flatMap(([kind, word]) => {
      const own = items.filter((item) => item.kind === kind)
      const size = own.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
      if (own.length === 0) return []
      return [
        [word, String(own.length), `${formatCount(size)} bytes`, `${Math.round((100 * size) / Math.max(1, total))}%`],
      ]
    })
    say(
      [`context ${formatCount(tokens)} tokens${of}, ${plural(items.length, 'item')}`, table(rows).trimEnd()].join('\n'),
    )
  },
}
