import { vi } from 'vitest'

/** Tries again until it holds; a busy machine may take its time. */
export function waitFor<Result>(holds: () => Result | Promise<Result>): Promise<Result> {
  return vi.waitFor(holds, { timeout: 20_000, interval: 10 })
}
