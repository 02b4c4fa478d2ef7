import { sessionTotals, type SessionTotals } from '../../../core/machine/view/session-totals.ts'
import { formatCost, formatUsage, plural } from '../../render/quantities.ts'
import type { SlashCommand } from './slash-command.ts'

/** `/cost`. */
export const costCommand: SlashCommand = {
  name: 'cost',
  usage: '',
  summary: 'tokens and money this session has taken',
  run: async (_argument, { client, say }) => {
    const state = client.conversation?.state
    if (!state) return say('nothing was spent yet')
    say(costReport(sessionTotals(state)))
  },
}

/** `3 runs, 7 turns, 12 tool calls, 12.3k in, 900 out, $0.12`; the cost as in the status line. */
export function costReport(totals: SessionTotals): string {
  const { runs, turns, toolCalls, usage, costMicroUsd, isPriced, isLowerBound } = totals
  const work = [plural(runs, 'run'), plural(turns, 'turn'), plural(toolCalls, 'tool call')]
  const cost = formatCost(isPriced ? costMicroUsd / 1_000_000 : null, isLowerBound)
  return [...work, formatUsage(usage, isLowerBound), cost].join(', ')
}
