import { decodeEvent } from '../../core/log/codec.ts'
import type { StoredEntry } from '../../core/log/entry.ts'
import type { Event } from '../../core/machine/events.ts'
import { advance, decide, evolve, initialState, type State } from '../../core/machine/index.ts'
import { lastEpoch } from '../../core/machine/op-ids.ts'
import type { CommandId, OpId } from '../../core/values/ids.ts'
import { errorCode, errorMessage } from '../../core/values/errors.ts'
import { TransferError } from './transfer-error.ts'
import type { EntryLine } from './transfer-line.ts'

/** A log that is read from elsewhere, folded as it comes: nothing of it is believed. */
export interface CheckedLog {
  /** @throws TransferError, UnknownEventError */
  add(line: EntryLine): Event
  /** @throws TransferError when it could not be gone on with */
  finish(): { readonly entries: readonly StoredEntry[]; readonly epoch: number }
}

/** A higher one was counted by nobody. */
const highestEpoch = 2 ** 31

/** Opens an empty log. */
export function openCheckedLog(): CheckedLog {
  let state = initialState
  const entries: StoredEntry[] = []
  const ops = new Set<OpId>()
  return {
    add: (line) => {
      const { at, opId } = line
      const seq = entries.length + 1
      const problem = entryProblem(line, seq, entries.at(-1)?.opId ?? null, ops)
      if (problem !== null) throw new TransferError(`entry ${seq}: ${problem}`)
      const event = decodeEvent({ kind: line.event, version: line.version, payload: JSON.stringify(line.payload) })
      state = fold(state, event, at, seq)
      ops.add(opId)
      entries.push({ seq, at, opId, event })
      return event
    },
    finish: () => {
      if (state.session === null) throw new TransferError('it does not begin with a created session')
      const { intents } = tryTo('the end of the log', () => advance(state, [], 0))
      const wanted = new Set(intents.map(({ opId }) => opId))
      const unfit = [...ops].find((opId) => wanted.has(opId) || isAhead(opId, state))
      // What is recorded already is dropped when it comes: the work would be wanted for ever.
      if (unfit !== undefined) throw new TransferError(`${unfit} is recorded without its result`)
      const epoch = lastEpoch(ops)
      if (epoch > highestEpoch) throw new TransferError(`takeover ${epoch} cannot be`)
      return { entries, epoch }
    },
  }
}

function entryProblem(line: EntryLine, seq: number, last: OpId | null, ops: ReadonlySet<OpId>): string | null {
  if (line.seq !== seq) return `has seq ${line.seq} where ${seq} is due`
  if (!Number.isSafeInteger(line.at) || line.at < 0) return 'has no time'
  if (typeof line.opId !== 'string' || line.opId === '') return 'has no opId'
  if (typeof line.event !== 'string' || !Number.isSafeInteger(line.version)) return 'has no event'
  if (typeof line.payload !== 'object' || line.payload === null) return 'has no payload'
  return line.opId !== last && ops.has(line.opId) ? `${line.opId} was recorded before` : null
}

function fold(state: State, event: Event, at: number, seq: number): State {
  const place = `entry ${seq}: ${event.kind}`
  if (event.kind === 'workspace.mounted') {
    // What no command would have been granted: a path that leads out of the workspace, say.
    const decision = tryTo(place, () => decide(state, { ...event, kind: 'workspace.mount' }, 'import' as CommandId))
    if (!decision.ok) throw new TransferError(`${place}: ${decision.rejection.message}`)
  }
  return tryTo(place, () => evolve(state, event, at))
}

/** Events are typed for whoever wrote them here; in a foreign file any field may be anything. */
function tryTo<Result>(place: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (errorCode(error) !== null) throw error
    throw new TransferError(`${place} does not have the fields that it must have (${errorMessage(error)})`)
  }
}

/** Whether a unit of work is one that the session has not come to. */
function isAhead(opId: OpId, { run, turn, context }: State): boolean {
  const [, runs, turns] = /^r(\d+)\/t(\d+)\//.exec(opId) ?? []
  if (runs !== undefined) return Number(runs) > run.count || Number(turns) > turn.count
  const [, compactions] = /^compact\/(\d+)/.exec(opId) ?? []
  return compactions !== undefined && Number(compactions) > context.compactions
}
