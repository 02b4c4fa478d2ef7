import type { ItemKind } from '../../../core/machine/context/events.ts'
import type { State } from '../../../core/machine/state.ts'
import { windowShares } from '../../../core/machine/view/window-shares.ts'
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
  shell: 'your commands',
  summary: 'summaries',
  other: 'other',
}

/** `/context`. */
export const contextCommand: SlashCommand = {
  name: 'context',
  usage: '',
  summary: 'what fills the window, by kind, with sizes',
  run: async (_argument, { client, say }) =>
    say(client.conversation === null ? 'the context is empty' : contextReport(client.conversation.state)),
}

/** What fills a session's window: tokens as billed, then each kind of item with its size as stored. */
export function contextReport(state: State): string {
  const share = contextShare(state)
  const window = state.session?.windowTokens ?? null
  const of = window === null ? '' : ` of ${formatCount(window)} (${Math.round((share ?? 0) * 100)}%)`
  const shares = windowShares(state.context)
  const total = shares.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const count = shares.reduce((sum, each) => sum + each.count, 0)
  const rows = shares.map(({ kind, count: own, sizeBytes }) => [
    words[kind],
    String(own),
    `${formatCount(sizeBytes)} bytes`,
    `${Math.round((100 * sizeBytes) / Math.max(1, total))}%`,
  ])
  return [`${formatCount(state.context.tokens)} tokens${of}, ${plural(count, 'item')}`, table(rows).trimEnd()].join(
    '\n',
  )
}
