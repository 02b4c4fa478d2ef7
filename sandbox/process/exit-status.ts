import { constants } from 'node:os'

/** A shell reports a death by signal as 128 and the signal's number. */
const signalBase = 128

/** The exit code a shell would report for what Node says of a child. */
export function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  if (code !== null) return code
  return signalBase + (signal === null ? 0 : constants.signals[signal])
}

/** The signal that an exit code stands for by a shell's convention, or null. */
export function signalOf(exitCode: number): string | null {
  const number = exitCode - signalBase
  const found = Object.entries(constants.signals).find(([, value]) => value === number)
  return found === undefined ? null : found[0]
}
