import { setTimeout as wait } from 'node:timers/promises'
import { keepDriving } from '../../core/host/keep-driving.ts'
import type { State } from '../../core/machine/state.ts'
import type { Store } from '../../core/ports/store.ts'
import type { CommandId, RunId, SessionId } from '../../core/values/ids.ts'
import type { Work } from '../compose.ts'
import { newCommandId } from '../session/session-ids.ts'

/** How long a run may take to settle, ms: a driver that is stopped keeps its lease for 15 s, a silent tool its call for 5 s. */
const settleMs = 30_000

/** What stopping a session came to. */
export interface StoppedSession {
  /** Runs that were under way, and how they ended: one may have come to its own end just before. */
  readonly ended: readonly { readonly run: RunId; readonly outcome: string }[]
  /** Runs that were taken back before they began. */
  readonly withdrawn: readonly RunId[]
  /** False when it was not waited for any longer; the request stands. */
  readonly settled: boolean
}

/** Cancels what runs in a session and takes back what waits now; what is asked later is left alone. */
export async function stopSession(
  session: SessionId,
  store: Store,
  { host }: Pick<Work, 'host'>,
  signal: AbortSignal,
): Promise<StoppedSession> {
  const before = await host.state(session)
  const after = await store.log.head(session)
  const asked = await pendingRuns(store, session)
  const targets = new Set<CommandId>([...runsOf(before).map(({ commandId }) => commandId), ...asked])
  if (targets.size === 0) return { ended: [], withdrawn: [], settled: true }

  const cancel = (runId: string, name: string): Promise<void> =>
    host.submit(session, `stop.${name}.${runId}` as CommandId, { kind: 'run.cancel', runId })
  const cancelKnown = async (state: State, name: string): Promise<void> => {
    // The active one last: else the next of them begins.
    for (const { runId, commandId } of runsOf(state).reverse()) if (targets.has(commandId)) await cancel(runId, name)
  }
  const name = newCommandId()
  // Not taken in yet: their ids follow, and a cancel right behind them keeps them from asking the model.
  for (const index of asked.keys()) await cancel(`r${before.run.count + 1 + index}`, `${name}.early`)
  await cancelKnown(before, name)

  const done = new AbortController()
  const end = AbortSignal.any([signal, done.signal, AbortSignal.timeout(settleMs)])
  const isOver = (state: State): boolean => runsOf(state).every(({ commandId }) => !targets.has(commandId))
  const driving = keepDriving(host, session, end, { until: isOver }).catch((error: unknown) => ({ error }))
  const isSettled = async (): Promise<boolean> => {
    const state = await host.state(session)
    if (isOver(state) && (await pendingRuns(store, session)).every((id) => !targets.has(id))) return true
    await cancelKnown(state, name)
    return false
  }
  let settled = await isSettled()
  while (!settled && !end.aborted) {
    const failed = await Promise.race([driving, wait(lookMs, undefined, { signal: end }).catch(() => undefined)])
    if (failed) throw failed.error
    settled = await isSettled()
  }
  done.abort()
  await driving
  return { ...(await endings(store, session, after, targets)), settled }
}

/** How often it is looked whether all has settled, ms. */
const lookMs = 50

function runsOf({ run }: State) {
  return [...(run.active === null ? [] : [run.active]), ...run.queued]
}

async function pendingRuns(store: Store, session: SessionId): Promise<readonly CommandId[]> {
  const pending = await store.inbox.pending(session)
  return pending.flatMap(({ id, command: { kind } }) => (kind === 'run.request' || kind === 'run.steer' ? [id] : []))
}

async function endings(store: Store, session: SessionId, after: number, targets: ReadonlySet<CommandId>) {
  const ended: { readonly run: RunId; readonly outcome: string }[] = []
  const withdrawn: RunId[] = []
  const others = new Set<RunId>()
  for (const { event } of await store.log.read(session, after)) {
    if (event.kind === 'run.requested' && !targets.has(event.commandId)) others.add(event.runId)
    if (event.kind === 'run.withdrawn' && !others.has(event.runId)) withdrawn.push(event.runId)
    if (event.kind === 'run.finished' && !others.has(event.runId))
      ended.push({ run: event.runId, outcome: event.outcome.type })
  }
  return { ended, withdrawn }
}
