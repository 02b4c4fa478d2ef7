import { addUsage, noUsage } from '../../core/values/usage.ts'
import type { StoredEntry } from '../../core/log/entry.ts'
import type { RunOutcome } from '../../core/machine/run/events.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { CommandId, RunId } from '../../core/values/ids.ts'
import type { Usage } from '../../core/values/model-facts.ts'

/** What a run has come to, folded from the log. */
export interface RunTally {
  /** The command that asked for the run. */
  readonly commandId: CommandId
  /** Null until the request was accepted. */
  readonly runId: RunId | null
  readonly active: boolean
  readonly startedAt: number
  readonly durationMs: number
  readonly turns: number
  readonly toolCalls: number
  readonly usage: Usage
  /** Null once a price was not known. */
  readonly costMicroUsd: number | null
  /** Whether an interrupted call took more than is known: usage and cost are lower bounds. */
  readonly isLowerBound: boolean
  /** The newest visible text. */
  readonly textRef: BlobRef | null
  /** Null while it is not over; `withdrawn` when it was taken back before it began. */
  readonly outcome: RunOutcome | { readonly type: 'withdrawn' } | null
}

/** The tally before anything is known. */
export function emptyTally(commandId: CommandId): RunTally {
  return {
    commandId,
    runId: null,
    active: false,
    startedAt: 0,
    durationMs: 0,
    turns: 0,
    toolCalls: 0,
    usage: noUsage,
    costMicroUsd: 0,
    isLowerBound: false,
    textRef: null,
    outcome: null,
  }
}

/** Adds one entry; entries of other runs change nothing. */
export function tallyEntry(tally: RunTally, { at, event }: StoredEntry): RunTally {
  if (event.kind === 'run.requested' && event.commandId === tally.commandId) return { ...tally, runId: event.runId }
  if ('runId' in event && event.runId !== tally.runId) return tally
  if (event.kind === 'run.started') return { ...tally, active: true, startedAt: at }
  if (event.kind === 'run.withdrawn') return { ...tally, outcome: { type: 'withdrawn' } }
  if (!tally.active) return tally
  switch (event.kind) {
    case 'run.finished':
      return { ...tally, active: false, durationMs: at - tally.startedAt, outcome: event.outcome }
    case 'turn.generated':
      return {
        ...bill(tally, event),
        turns: tally.turns + 1,
        toolCalls: tally.toolCalls + event.calls.length,
        textRef: event.textRef ?? tally.textRef,
      }
    case 'turn.retried':
    case 'turn.failed':
    case 'turn.billed':
    case 'context.compacted':
    case 'context.kept':
    case 'context.billed':
      return bill(tally, event)
    default:
      return tally
  }
}

interface Billed {
  readonly usage?: Usage | null
  readonly costMicroUsd?: number | null
  readonly isLowerBound?: true
}

function bill(tally: RunTally, { usage = null, costMicroUsd = null, isLowerBound }: Billed): RunTally {
  if (usage === null) return tally
  const known = tally.costMicroUsd !== null && costMicroUsd !== null
  return {
    ...tally,
    usage: addUsage(tally.usage, usage),
    costMicroUsd: known ? tally.costMicroUsd + costMicroUsd : null,
    isLowerBound: tally.isLowerBound || isLowerBound === true,
  }
}
