import { errorCode } from '../../core/values/errors.ts'
import { explainError } from '../outcome/explain-error.ts'
import { failedOutcome } from '../outcome/outcome-line.ts'
import { exitCodes } from '../outcome/outcome.ts'
import { asksForJson } from './asks-for.ts'
import { isHangup, tellHangup } from './hangup.ts'

/** Why we are asked to end: Ctrl-C, SIGTERM, SIGQUIT or SIGHUP, or nobody reads stdout any more. */
export type Stop = 'interrupted' | 'terminated' | 'closed'

/* The process carries the news, not this module: commands may be bundled apart from what boots them. */
const news: NodeJS.EventEmitter = process
const eventName = 'lightspeed:stop'

/** Why stdout could not be written to its end, other than that its reader went away; null while it could. */
let outputFailure: string | null = null

/** Hears signals and broken pipes from now on; until a command takes over they end the process. */
export function installStopSignals(argv: readonly string[]): void {
  const tell = (stop: Stop): void => {
    if (!tellStop(stop)) leaveAtOnce(stop, argv)
  }
  process.on('SIGINT', () => tell('interrupted'))
  process.on('SIGTERM', () => tell('terminated'))
  // What asks other programs for a core dump: ours has a terminal to give back and a run to hand over.
  process.on('SIGQUIT', () => tell('terminated'))
  process.on('SIGHUP', () => {
    if (!tellHangup()) tell('terminated')
  })
  process.stdout.on('error', (error) => {
    if (isHangup(error) && tellHangup()) return
    if (errorCode(error) !== 'EPIPE') outputFailure ??= explainError(error).message
    tell('closed')
  })
  // Without a reader of stderr there is nobody to tell.
  process.stderr.on('error', () => undefined)
}

/** Says that what was to be printed was not; an exit code of 0 would say otherwise. */
export function reportOutputFailure(): void {
  if (outputFailure === null) return
  process.stderr.write(`error: the output could not be written: ${outputFailure}\n`)
  process.exitCode ||= exitCodes.failed
}

/** Tells whoever takes stops; false when nobody does. */
export function tellStop(stop: Stop): boolean {
  return news.emit(eventName, stop)
}

/** Hands stops to a command until the returned function is called. */
export function takeStops(handler: (stop: Stop) => void): () => void {
  news.on(eventName, handler)
  return () => news.off(eventName, handler)
}

function leaveAtOnce(stop: Stop, argv: readonly string[]): void {
  // What the command came to is known by then, or it only had something to print.
  if (stop === 'closed') {
    reportOutputFailure()
    process.exit()
  }
  if (asksForJson(argv)) {
    const ending = { outcome: 'cancelled', exitCode: exitCodes[stop] } as const
    const outcome = failedOutcome(ending, { code: stop, message: 'stopped before the work began' })
    process.stdout.write(`${JSON.stringify(outcome)}\n`)
  }
  process.exit(exitCodes[stop])
}
