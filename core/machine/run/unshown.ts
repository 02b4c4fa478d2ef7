import type { CommandId } from '../../values/ids.ts'
import type { RunState } from './state.ts'

/** The commands whose prompts no turn has shown to the model yet, in the order in which turns will. */
export function unshown({ active, queued }: RunState): readonly CommandId[] {
  const begun = active === null || active.spent.turns > 0 ? [] : [active]
  return [...begun, ...(active?.steering ?? []), ...queued].map(({ commandId }) => commandId)
}
