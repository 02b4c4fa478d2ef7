import { failedOutcome } from '../outcome/outcome-line.ts'
import { exitCodes } from '../outcome/outcome.ts'
import { asksForJson } from './asks-for.ts'

/** Why we are asked to end: Ctrl-C, SIGTERM or SIGHUP, or nobody reads stdout any more. */
export type Stop = 'interrupted' | 'terminated' | 'closed'

type Handler = (stop: Stop) => void

let current: Handler = () => undefined

/** Hears signals and broken pipes from now on; until a command takes over they end the process. */
export function installStopSignals(argv: readonly string[]): void {
  current = (stop) => leaveAtOnce(stop, argv)
  process.on('SIGINT', () => current('interrupted'))
  process.on('SIGTERM', () => current('terminated'))
  process.on('SIGHUP', () => current('terminated'))
  process.stdout.on('error', () => current('closed'))
  // Without a reader of stderr there is nobody to tell.
  process.stderr.on('error', () => undefined)
}

/** Hands stops to a command until the returned function is called. */
export function takeStops(handler: Handler): () => void {
  const before = current
  current = handler
  return () => {
    current = before
  }
}

function leaveAtOnce(stop: Stop, argv: readonly string[]): void {
  if (stop === 'closed') process.exit(exitCodes.done)
  if (asksForJson(argv)) {
    const ending = { outcome: 'cancelled', exitCode: exitCodes[stop] } as const
    const outcome = failedOutcome(ending, { code: stop, message: 'stopped before the work began' })
    process.stdout.write(`${JSON.stringify(outcome)}\n`)
  }
  process.exit(exitCodes[stop])
}
