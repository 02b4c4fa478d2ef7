import { sessionTotals } from '../../../core/machine/view/session-totals.ts'
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
    const { runs, turns, toolCalls, usage, costMicroUsd, isPriced } = sessionTotals(state)
    const cost = isPriced ? formatCost(costMicroUsd / 1_000_000) : `at least ${formatCost(costMicroUsd / 1_000_000)}`
    const work = [plural(runs, 'run'), plural(turns, 'turn'), plural(toolCalls, 'tool call')]
    say([...work, formatUsage(usage), cost].join(', '))
  },
}
