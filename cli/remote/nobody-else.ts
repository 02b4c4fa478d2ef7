import type { Presence } from '../../core/ports/presence.ts'

/** Gateways do not tell yet who else is attached. */
export const nobodyElse: Presence = {
  join: () => () => undefined,
  list: () => Promise.resolve([]),
  watch: () => () => undefined,
}
