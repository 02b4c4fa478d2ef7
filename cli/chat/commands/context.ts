import type { ItemKind } from '../../../core/machine/context/events.ts'
import type { State } from '../../../core/machine/state.ts'
import { windowShares, type WindowShare } from '../../../core/machine/view/window-shares.ts'
import { formatCount, plural } from '../../render/quantities.ts'
import { table } from '../../render/table.ts'
import { readFixedSizes, type FixedSizes } from '../../session/fixed-sizes.ts'
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
  run: async (_argument, { client, store, say }) => {
    if (client.conversation === null) return say('the context is empty')
    const { state } = client.conversation
    say(contextReport(state, await readFixedSizes(state.session, store.blobs)))
  },
}

/** Of text, roughly: only the provider counts. */
const bytesPerToken = 4

/** What fills a session's window: tokens as billed, then each part of a request with its size as stored. */
export function contextReport({ context, session }: Pick<State, 'context' | 'session'>, fixed: FixedSizes): string {
  const shares = windowShares(context)
  const parts = [
    ...shares.map(({ kind, count, sizeBytes }) => ({ name: words[kind], count: String(count), sizeBytes })),
    { name: 'instructions', count: '', sizeBytes: fixed.instructionsBytes },
    { name: 'tools', count: '', sizeBytes: fixed.toolsBytes },
  ].filter(({ sizeBytes }) => sizeBytes > 0)
  const total = parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const rows = parts
    .toSorted((a, b) => b.sizeBytes - a.sizeBytes)
    .map(({ name, count, sizeBytes }) => [
      name,
      count,
      `${formatCount(sizeBytes)} bytes`,
      `${Math.round((100 * sizeBytes) / total)}%`,
    ])
  const count = shares.reduce((sum, each) => sum + each.count, 0)
  // After a compaction, and before the first answer, nothing has been billed.
  const isBilled = context.tokens > 0
  const tokens = isBilled ? context.tokens : estimate(shares, fixed)
  const window = session?.windowTokens ?? null
  const of = window === null ? '' : ` of ${formatCount(window)} (${Math.round(100 * Math.min(1, tokens / window))}%)`
  const head = `${isBilled ? '' : 'about '}${formatCount(tokens)} tokens${of}, ${plural(count, 'item')}`
  return [isBilled ? head : `${head}; the next answer tells exactly`, table(rows).trimEnd()].join('\n')
}

function estimate(shares: readonly WindowShare[], { instructionsBytes, toolsBytes }: FixedSizes): number {
  const textBytes = shares.reduce((sum, { sizeBytes, imageBytes }) => sum + sizeBytes - imageBytes, 0)
  return Math.ceil((textBytes + instructionsBytes + toolsBytes) / bytesPerToken)
}
