import type { Event } from './events.ts'
import { evolve } from './evolve.ts'
import type { Intent } from './intents.ts'
import { plan } from './plan.ts'
import type { State } from './state.ts'

/** A state that wants work or nothing, and the facts that led there. */
export interface Advanced {
  readonly state: State
  readonly facts: readonly Event[]
  readonly intents: readonly Intent[]
}

/** Facts that one step may lead to; more is a defect of a planner. */
const factsPerStep = 10_000

/** Folds `events`, then every fact the plan asks for, until the state wants work or nothing. */
export function advance(state: State, events: readonly Event[], at: number): Advanced {
  let current = events.reduce((folded, event) => evolve(folded, event, at), state)
  const facts: Event[] = []
  for (;;) {
    const next = plan(current)
    if (next.facts.length === 0) return { state: current, facts, intents: next.intents }
    facts.push(...next.facts)
    if (facts.length > factsPerStep) throw new Error(`the plan does not come to rest after ${factsPerStep} facts`)
    current = next.facts.reduce((folded, event) => evolve(folded, event, at), current)
  }
}
