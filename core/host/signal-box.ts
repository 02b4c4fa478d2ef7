/** Lets a loop sleep until something rings; a ring before the sleep is not lost. */
export interface SignalBox {
  ring(): void
  /** Resolves on the next ring, at once if one came since the last sleep. */
  sleep(): Promise<void>
}

/** Opens a signal box for one sleeper. */
export function openSignalBox(): SignalBox {
  let rung = false
  let wake: (() => void) | null = null
  return {
    ring: () => {
      rung = true
      wake?.()
    },
    sleep: async () => {
      if (!rung) await new Promise<void>((resolve) => (wake = resolve))
      wake = null
      rung = false
    },
  }
}
