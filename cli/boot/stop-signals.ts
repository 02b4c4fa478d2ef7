import { failedOutcome } from '../outcome/outcome-line.ts'
import { exitCodes } from '../outcome/outcome.ts'
import { asksForJson } from './asks-for.ts'

/** Why we are asked to end: Ctrl-C, SIGTERM or SIGHUP, or nobody reads stdout any more. */
export type Stop = 'interrupted' | 'terminated' | 'closed'

/* The process carries the news, not this module: commands may be bundled apart from what boots them. */
const news: NodeJS.EventEmitter = process
const eventName = 'lightspeed:stop'

/** Hears signals and broken pipes from now on; until a command takes over they end the process. */
export function installStopSignals(argv: readonly string[]): void {
  const tell = (stop: Stop): void => {
    if (!news.emit(eventName, stop)) leaveAtOnce(stop, argv)
  }
  process.on('SIGINT', () => tell('interrupted'))
  process.on('SIGTERM', () => tell('terminated'))
  process.on('SIGHUP', () => tell('terminated'))
  process.stdout.on('error', () => tell('closed'))
  // Without a reader of stderr there is nobody to tell.
  process.stderr.on('error', () => undefined)
}

/** Hands stops to a command until the returned function is called. */
export function takeStops(handler: (stop: Stop) => void): () => void {
  news.on(eventName, handler)
  return () => news.off(eventName, handler)
}

function leaveAtOnce(stop: Stop, argv: readonly string[]): void {
  // What the command came to is known by then, or it only had something to print.
  if (stop === 'closed') process.exit()
  if (asksForJson(argv)) {
    const ending = { outcome: 'cancelled', exitCode: exitCodes[stop] } as const
    const outcome = failedOutcome(ending, { code: stop, message: 'stopped before the work began' })
    process.stdout.write(`${JSON.stringify(outcome)}\n`)
  }
  process.exit(exitCodes[stop])
}
