import { judgeRun } from '../../outcome/judge-run.ts'
import type { EndBlock } from '../../chat/block.ts'
import type { RunTally } from '../../outcome/run-tally.ts'
import { formatCost, formatDuration, formatUsage, plural } from '../../render/quantities.ts'
import { sanitizeLine } from '../../render/sanitize.ts'
import type { PaperStyle } from '../paper-style.ts'
import { hang } from './hang.ts'
import { noteLines } from './note-lines.ts'

/** How a run ended and what it came to. */
export function endLines({ outcome, tally }: EndBlock, style: PaperStyle): readonly string[] {
  const { theme, width } = style
  const facts = tally === null ? '' : factsOf(tally)
  if (outcome.type === 'completed') return ['', ...hang(facts, { first: '', width, paint: theme.dim })]
  if (outcome.type === 'cancelled')
    return ['', ...noteLines({ tone: 'warning', text: `interrupted · ${facts}` }, style)]
  const { error } = judgeRun(outcome, null)
  const text = sanitizeLine(error?.message ?? outcome.type)
  return ['', ...noteLines({ tone: 'error', text }, style), ...hang(facts, { first: '  ', width, paint: theme.dim })]
}

function factsOf({ durationMs, turns, toolCalls, usage, costMicroUsd, isLowerBound }: RunTally): string {
  const cost = costMicroUsd === null ? null : costMicroUsd / 1_000_000
  return [
    formatDuration(durationMs),
    plural(turns, 'turn'),
    ...(toolCalls === 0 ? [] : [plural(toolCalls, 'tool call')]),
    formatUsage(usage, isLowerBound),
    formatCost(cost, isLowerBound),
  ].join(' · ')
}
