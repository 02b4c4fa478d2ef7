import { expect, test } from 'vitest'
import { costReport } from '../../../../cli/chat/commands/cost.ts'
import { statusSegments } from '../../../../cli/chat/status.ts'
import { SessionFacts } from '../../../../cli/tui/session-facts.ts'
import type { Work } from '../../../../cli/compose.ts'
import type { ChatClient } from '../../../../cli/chat/client.ts'
import { initialState, type State } from '../../../../core/machine/state.ts'
import { sessionTotals } from '../../../../core/machine/view/session-totals.ts'
import { openMemoryStore } from '../../../../core/store/memory/open-memory-store.ts'
import { noUsage } from '../../../../core/values/usage.ts'

const usage = { ...noUsage, inputTokens: 10, outputTokens: 3 }

/** A session that was billed so. */
function billed(costMicroUsd: number, unpriced: number, lowerBounds: number): State {
  const { run } = initialState
  return { ...initialState, run: { ...run, billed: { ...run.billed, usage, costMicroUsd, unpriced, lowerBounds } } }
}

function statusOf(state: State): string {
  const client = { conversation: { state }, modelName: () => 'm', texts: null, attachment: null }
  const work = { server: null } as Work
  const desk = { client: client as unknown as ChatClient, store: openMemoryStore(), work }
  return statusSegments(new SessionFacts(desk, [], () => undefined).status())
    .map(({ text }) => text)
    .join(' · ')
}

test.each([
  ['all is priced', billed(250_000, 0, 0), '$0.25'],
  ['an answer was interrupted', billed(250_000, 0, 1), '≥$0.25'],
  ['nothing has a price', billed(0, 2, 0), 'cost unknown'],
  ['an answer without a price was interrupted', billed(0, 2, 1), 'cost unknown'],
  ['a part has no price', billed(250_000, 1, 0), 'cost unknown'],
])('/cost and the status line say the same when %s', (_when, state, cost) => {
  expect(costReport(sessionTotals(state)).split(', ').at(-1)).toBe(cost)
  expect(statusOf(state).split(' · ').at(-1)).toBe(cost)
})
