import { noUsage } from '../../core/values/usage.ts'
import type { LimitKind } from '../../core/machine/run/events.ts'
import type { Usage } from '../../core/values/model-facts.ts'
import type { CommandId } from '../../core/values/ids.ts'
import type { ErrorFacts } from './explain-error.ts'
import type { Ending, ExitCode, OutcomeName } from './outcome.ts'

/** A file that differs from what was mounted, or last applied. */
export interface FileChange {
  /** Absolute path inside the workspace. */
  readonly path: string
  readonly change: 'added' | 'modified' | 'deleted'
}

/** What `--apply` wrote to disk, and what it left alone. */
export interface AppliedFiles {
  readonly files: number
  /** Paths that changed on disk meanwhile. */
  readonly conflicts: readonly string[]
  /** Paths that run code by existing. */
  readonly needsConsent: readonly string[]
}

/** The last line of `run --json`, and all of `run --output-format json`. */
export interface OutcomeLine {
  readonly kind: 'outcome'
  readonly outcome: OutcomeName
  readonly exitCode: ExitCode
  /** Null when it failed before there was one. */
  readonly session: string | null
  readonly run: string | null
  /** The model's last visible text. */
  readonly text: string | null
  readonly turns: number
  readonly toolCalls: number
  readonly usage: Usage
  /** Null when a price is not known. */
  readonly costUsd: number | null
  /** Set when an interrupted call took more than is known: `usage` and `costUsd` are lower bounds. */
  readonly isLowerBound?: true
  readonly durationMs: number
  readonly filesChanged: readonly FileChange[]
  /** With `--apply`. */
  readonly applied?: AppliedFiles
  /** With outcome `limit`: the bound that was reached. */
  readonly limit?: LimitKind
  /** With outcome `detached`. */
  readonly detached?: DetachedRun
  readonly error?: ErrorFacts
}

/** A run that was asked for and not waited for. */
export interface DetachedRun {
  /** Of the entry `run.requested` that names the run, once it is taken in. */
  readonly commandId: CommandId
  /** Process that drives the session, or will; null when the run was over already. */
  readonly driver: number | null
}

/** What is known of a run before it began. */
export const nothingDone = {
  session: null,
  run: null,
  text: null,
  turns: 0,
  toolCalls: 0,
  usage: noUsage,
  costUsd: 0,
  durationMs: 0,
  filesChanged: [],
} as const satisfies Partial<OutcomeLine>

/** The outcome of a command that never got to a run. */
export function failedOutcome({ outcome, exitCode }: Ending, error: ErrorFacts): OutcomeLine {
  return { kind: 'outcome', outcome, exitCode, ...nothingDone, error }
}
