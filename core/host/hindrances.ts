/** Why a session cannot go on: several may wait at once, its driver with a result and effects for what they have to read. */
export interface Hindrances {
  has(who: string): boolean
  /** `hindrance` is told each time that it is met; null: it is gone. */
  set(who: string, hindrance: Error | null): void
}

/** Opens the books; `tell` hears of each hindrance that is met, and null once nobody is hindered any more. */
export function openHindrances(tell: (hindrance: Error | null) => void): Hindrances {
  const hindered = new Set<string>()
  return {
    has: (who) => hindered.has(who),
    set: (who, hindrance) => {
      if (hindrance !== null) {
        hindered.add(who)
        return tell(hindrance)
      }
      if (hindered.delete(who) && hindered.size === 0) tell(null)
    },
  }
}
