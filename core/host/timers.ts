/** Named one-shot timers that never keep the process alive longer than its work. */
export interface Timers {
  /** Arms a timer unless one of that name is armed already. */
  once(name: string, ms: number, fire: () => void): void
  clear(): void
}

/** Node's longest timeout; a longer wait is armed again when it fires. */
const longestMs = 2 ** 31 - 1

/** Opens an empty set; `fired` is called after each. */
export function openTimers(fired: () => void): Timers {
  const armed = new Map<string, NodeJS.Timeout>()
  return {
    once: (name, ms, fire) => {
      if (armed.has(name)) return
      const timer = setTimeout(
        () => {
          armed.delete(name)
          fire()
          fired()
        },
        Math.min(Math.max(ms, 0), longestMs),
      )
      armed.set(name, timer)
    },
    clear: () => {
      for (const timer of armed.values()) clearTimeout(timer)
      armed.clear()
    },
  }
}
