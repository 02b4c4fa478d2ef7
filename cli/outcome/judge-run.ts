import type { Stop } from '../boot/stop-signals.ts'
import { assertNever } from '../../core/values/assert-never.ts'
import { endingOf } from './explain-error.ts'
import { exitCodes, type Ending } from './outcome.ts'
import type { OutcomeLine } from './outcome-line.ts'
import type { RunTally } from './run-tally.ts'
import { commandLine } from '../remote/typed-remote.ts'

/** The part of an outcome that a run's end decides. */
export type Judgement = Pick<OutcomeLine, 'outcome' | 'exitCode' | 'limit' | 'error'>

/** The outcome of a run. Without an end of its own it goes on elsewhere: the person left, and is told `left`. */
export function judgeRun(outcome: RunTally['outcome'], stop: Stop | null, left = leftHere()): Judgement {
  if (outcome === null) return { ...cancelled(stop), error: { code: 'left', message: left } }
  switch (outcome.type) {
    case 'completed':
      return { outcome: 'completed', exitCode: exitCodes.done }
    case 'limit': {
      const message = `the run reached its limit of ${outcome.limit}; ${commandLine('run -c')} goes on`
      return { outcome: 'limit', exitCode: exitCodes.limit, limit: outcome.limit, error: { code: 'limit', message } }
    }
    case 'failed':
      return { ...endingOf(outcome.code), error: { code: outcome.code, message: outcome.message } }
    case 'cancelled':
      return { ...cancelled(stop), error: { code: 'cancelled', message: whyCancelled(stop) } }
    case 'withdrawn':
      return { ...cancelled(stop), error: { code: 'withdrawn', message: 'the run was taken back before it began' } }
    default:
      return assertNever(outcome)
  }
}

/** Of a run that is taken up again by whoever comes next. */
function leftHere(): string {
  return `left before the run had settled; ${commandLine('run -c')} goes on with it`
}

/** A run cancelled by nobody here was cancelled from elsewhere: that is an interruption too. */
function cancelled(stop: Stop | null): Ending {
  if (stop === 'closed') return { outcome: 'cancelled', exitCode: exitCodes.failed }
  return { outcome: 'cancelled', exitCode: exitCodes[stop ?? 'interrupted'] }
}

function whyCancelled(stop: Stop | null): string {
  return stop === 'closed' ? 'stdout cannot be written any more, so the run was cancelled' : 'the run was cancelled'
}
