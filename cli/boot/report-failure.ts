import { endingOf, explainError } from '../outcome/explain-error.ts'
import { failedOutcome } from '../outcome/outcome-line.ts'
import { note } from '../render/print.ts'
import { sanitize } from '../render/sanitize.ts'
import { asksForJson } from './asks-for.ts'

/** Says in one line what failed, on stderr and, for scripts, as the last line of stdout. Returns the exit code. */
export function reportFailure(error: unknown, argv: readonly string[]): number {
  const facts = explainError(error)
  const ending = endingOf(facts.code)
  if (asksForJson(argv)) process.stdout.write(`${JSON.stringify(failedOutcome(ending, facts))}\n`)
  note(`error: ${sanitize(facts.message)}`)
  showStack(error)
  return ending.exitCode
}

/** Where an error came from, for whoever asked with LIGHTSPEED_DEBUG=1. */
export function showStack(error: unknown): void {
  if (process.env['LIGHTSPEED_DEBUG'] === '1' && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`)
}
