import type { Usage } from '../values/model-facts.ts'
import { addUsage, noUsage } from '../values/usage.ts'

/** What model calls took, as far as it is known. */
export interface Metered {
  readonly usage: Usage
  /** Set when a call did not get to say all that it took. */
  readonly isLowerBound?: true
}

/** What an answer says that it took. */
export function meteredOf({ usage, isLowerBound }: Metered): Metered {
  return { usage, ...(isLowerBound === true ? { isLowerBound } : {}) }
}

/** Adds up what the model calls of one effect take, as they go: what is interrupted is billed too. */
export interface Meter {
  /** Of the call that goes on, the newest count; null when nothing of it is billed. */
  readonly streaming: (usage: Usage | null) => void
  /** The call gave its answer, which says what it took. */
  answered(answer: Metered): void
  /** The call will say no more. */
  failed(): void
  /** What all calls have taken so far; null for nothing. */
  readonly total: Metered | null
}

/** Opens a meter at nothing. */
export function openMeter(): Meter {
  let closed: Metered | null = null
  let going: Usage | null = null
  const total = (): Metered | null => (going === null ? closed : add(closed, { usage: going, isLowerBound: true }))
  return {
    streaming: (usage) => void (going = usage),
    answered: (answer) => {
      closed = add(closed, answer)
      going = null
    },
    failed: () => {
      closed = total()
      going = null
    },
    get total() {
      return total()
    },
  }
}

function add(sum: Metered | null, { usage, isLowerBound = sum?.isLowerBound }: Metered): Metered {
  return { usage: addUsage(sum?.usage ?? noUsage, usage), ...(isLowerBound === true ? { isLowerBound } : {}) }
}
