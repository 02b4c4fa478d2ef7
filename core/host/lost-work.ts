import type { Event } from '../machine/index.ts'
import { plan } from '../machine/plan.ts'
import type { State } from '../machine/state.ts'
import { noUsage } from '../values/usage.ts'
import { billOfCall } from './billing-writer.ts'
import type { HostPorts } from './ports.ts'

/** What was started and has no result: its process is gone. */
export function lostWork({ tool, shell: { active } }: State): readonly Event[] {
  const calls = tool.calls.flatMap(({ phase, opId, attempt }): Event[] =>
    phase === 'started' ? [{ kind: 'tool.lost', call: opId, attempt }] : [],
  )
  return active?.phase === 'started' ? [...calls, { kind: 'shell.lost', shellId: active.shellId }] : calls
}

/** Model calls that were probably under way in a process that died: they go on to be billed, and begin anew. */
export function lostBills(state: State, { models, clock }: Pick<HostPorts, 'models' | 'clock'>): readonly Event[] {
  const metered = { usage: noUsage, isLowerBound: true } as const
  return plan(state).intents.flatMap((intent) => {
    const isDue = intent.kind !== 'model.generate' || intent.notBefore <= clock.now()
    return (isDue ? billOfCall(intent, metered, state, models) : null) ?? []
  })
}
