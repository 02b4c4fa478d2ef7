import { setTimeout as wait } from 'node:timers/promises'
import { keepDriving } from '../../core/host/keep-driving.ts'
import type { Command } from '../../core/machine/commands.ts'
import type { State } from '../../core/machine/state.ts'
import type { Store } from '../../core/ports/store.ts'
import type { CommandId, SessionId } from '../../core/values/ids.ts'
import type { Work } from '../compose.ts'
import { newCommandId } from '../session/session-ids.ts'
import { awaitsCompaction } from '../../core/machine/context/state.ts'
import { endings, type Endings } from './endings.ts'
import { stopCompaction } from './interruption.ts'
import { stoppable, stopRun, stopShell } from './stoppable.ts'

/** How long it may take until all has settled, ms: a driver that is stopped keeps its lease for 15 s, a silent tool its call for 5 s. */
const settleMs = 30_000

/** What stopping a session came to. */
export interface StoppedSession extends Endings {
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
  const after = await store.log.head(session)
  // A driver may take in what waits at any time: before and behind the state, so that nothing falls in between.
  const early = await pendingRequests(store, session)
  const before = await host.state(session)
  const asked = await pendingRequests(store, session)
  const targets = new Set([
    ...stoppable(before).map(({ commandId }) => commandId),
    ...[early, asked].flatMap(({ runs, shells }) => [...runs, ...shells]),
  ])
  const compacts = awaitsCompaction(before.context) || early.compacts || asked.compacts
  if (targets.size === 0 && !compacts) return { ...(await endings(store, session, after, targets)), settled: true }

  const cancel = (id: string, stop: Command, name: string): Promise<void> =>
    host.submit(session, `stop.${name}.${id}` as CommandId, stop)
  const cancelKnown = async (state: State, name: string): Promise<void> => {
    for (const { id, commandId, stop } of stoppable(state)) if (targets.has(commandId)) await cancel(id, stop, name)
  }
  const name = newCommandId()
  // First: a compaction that waits would begin when the run ends.
  const withdrawal = compacts ? (`stop.${name}.compaction` as CommandId) : null
  if (withdrawal !== null) await host.submit(session, withdrawal, stopCompaction)
  // Not taken in yet: their ids follow, and a cancel right behind them keeps them from being begun.
  for (const id of coming('r', before.run, asked.runs)) await cancel(id, stopRun(id), `${name}.early`)
  for (const id of coming('s', before.shell, asked.shells)) await cancel(id, stopShell(id), `${name}.early`)
  await cancelKnown(before, name)

  const done = new AbortController()
  const end = AbortSignal.any([signal, done.signal, AbortSignal.timeout(settleMs)])
  const isOver = (state: State): boolean => stoppable(state).every(({ commandId }) => !targets.has(commandId))
  const driving = keepDriving(host, session, end, { until: isOver }).catch((error: unknown) => ({ error }))
  const isSettled = async (): Promise<boolean> => {
    const state = await host.state(session)
    const { runs, shells } = await pendingRequests(store, session)
    const isTakenBack = withdrawal === null || (await store.inbox.status(session, withdrawal))?.status !== 'pending'
    if (isOver(state) && isTakenBack && [...runs, ...shells].every((id) => !targets.has(id))) return true
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

/** What nobody has taken in yet. */
async function pendingRequests(store: Store, session: SessionId) {
  const pending = await store.inbox.pending(session)
  const of = (...kinds: readonly Command['kind'][]): readonly CommandId[] =>
    pending.flatMap(({ id, command: { kind } }) => (kinds.includes(kind) ? [id] : []))
  return {
    runs: of('run.request', 'run.steer'),
    shells: of('shell.request'),
    compacts: of('context.compact').length > 0,
  }
}

/** The ids that they will get. */
function coming(letter: string, { count }: { readonly count: number }, asked: readonly CommandId[]): readonly string[] {
  return asked.map((_id, index) => `${letter}${count + 1 + index}`)
}
