import type { Store } from '../../core/ports/store.ts'
import type { CommandId, RunId, SessionId, ShellId } from '../../core/values/ids.ts'

/** What became of runs, and of commands of a person. */
export interface Endings {
  /** Runs that were under way, and how they ended: one may have come to its own end just before. */
  readonly ended: readonly { readonly run: RunId; readonly outcome: string }[]
  /** Runs that were taken back before they began. */
  readonly withdrawn: readonly RunId[]
  /** The same of the commands. */
  readonly shells: {
    readonly ended: readonly { readonly shell: ShellId; readonly outcome: string }[]
    readonly withdrawn: readonly ShellId[]
  }
  /** Whether a compaction was taken back. */
  readonly compactionWithdrawn: boolean
}

/** Reads from the log behind `after` what became of what `targets` asked for, and of what was asked for before. */
export async function endings(
  store: Store,
  session: SessionId,
  after: number,
  targets: ReadonlySet<CommandId>,
): Promise<Endings> {
  const entries = (await store.log.read(session, after)).map(({ event }) => event)
  const others = new Set<string>()
  for (const event of entries) {
    if (event.kind === 'run.requested' && !targets.has(event.commandId)) others.add(event.runId)
    if (event.kind === 'shell.requested' && !targets.has(event.commandId)) others.add(event.shellId)
  }
  const runs = entries.filter((event) => 'runId' in event && !others.has(event.runId))
  const shells = entries.filter((event) => 'shellId' in event && !others.has(event.shellId))
  return {
    ended: runs.flatMap((event) =>
      event.kind === 'run.finished' ? [{ run: event.runId, outcome: event.outcome.type }] : [],
    ),
    withdrawn: runs.flatMap((event) => (event.kind === 'run.withdrawn' ? [event.runId] : [])),
    shells: {
      ended: shells.flatMap((event) =>
        event.kind === 'shell.finished' ? [{ shell: event.shellId, outcome: event.outcome }] : [],
      ),
      withdrawn: shells.flatMap((event) => (event.kind === 'shell.withdrawn' ? [event.shellId] : [])),
    },
    compactionWithdrawn: entries.some(({ kind }) => kind === 'context.withdrawn'),
  }
}
