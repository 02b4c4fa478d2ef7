import { setTimeout as wait } from 'node:timers/promises'
import type { State } from '../machine/state.ts'
import { isSameOwner, type LeaseOwner } from '../ports/leases.ts'
import type { SessionId } from '../values/ids.ts'
import { fullDisk, roomLookMs } from './full-disk.ts'
import type { Host } from './host.ts'
import { openSignalBox, type SignalBox } from './signal-box.ts'

/** What becomes of a session, as one attached process sees it. */
export type Driving =
  /** This process works on it; `from`: the one that left it unfinished, dead or silent for too long. */
  | { readonly type: 'driving'; readonly from: LeaseOwner | null }
  /** Another process holds the lease. */
  | { readonly type: 'following'; readonly owner: LeaseOwner }
  /** There is work that nobody does, and this process cannot. */
  | { readonly type: 'unable'; readonly reason: string }
  /** There is nothing to do. */
  | { readonly type: 'idle' }

/** How a process takes part. */
export interface DrivingWish {
  /** Hears of every change, each once. */
  readonly report?: (driving: Driving) => void
  /** Ends driving gently, where nothing is in flight, as in `Host.drive`. */
  readonly until?: (state: State) => boolean
  /** Ends taking part once the driving that goes on has come to its end. */
  readonly enough?: AbortSignal
  /**
   * Hears that the disk is full, and null when there is room again: driving waits for it, and goes on by itself.
   * Without this a full disk ends taking part, with the error.
   */
  readonly stalled?: (full: Error | null) => void
  /** Why this process must leave the work to others, such as a missing key; null when it can. */
  readonly whyUnable?: () => Promise<string | null>
}

/** How soon it is seen that a driver was killed, ms: a dead process tells nobody. */
const lookMs = 300

/** How soon work that was handed over, or that this process cannot do, is looked at again, ms. */
const againMs = 500

/**
 * What every process attached to a session runs: whenever there is work and nobody drives, it takes the lease and
 * carries on, otherwise it waits. Ends with `signal`, which ends driving at once: the next process recovers.
 */
export async function keepDriving(
  host: Host,
  session: SessionId,
  signal: AbortSignal,
  wish: DrivingWish = {},
): Promise<void> {
  const { until, whyUnable } = wish
  const stalled = wish.stalled === undefined ? null : onChange(wish.stalled)
  const box = openSignalBox()
  const report = reporter(wish.report)
  const ends = [signal, ...(wish.enough ? [wish.enough] : [])]
  // To look who works on it would be asked of a server by every one who is attached, three times a second.
  if (host.whileOthersWork !== undefined) return host.whileOthersWork(session, AbortSignal.any(ends))
  const stopWatching = host.watch(session, box.ring)
  for (const end of ends) end.addEventListener('abort', box.ring)
  try {
    while (!ends.some(({ aborted }) => aborted)) {
      const holder = await host.holder(session)
      if (holder?.isLiving === true && !isSameOwner(holder.owner, host.owner)) {
        report({ type: 'following', owner: holder.owner })
        await rest(box, lookMs)
        continue
      }
      if (!(await host.wantsDriver(session))) {
        report({ type: 'idle' })
        await rest(box, null)
        continue
      }
      const reason = (await whyUnable?.()) ?? null
      if (reason !== null) {
        report({ type: 'unable', reason })
        await rest(box, againMs)
        continue
      }
      const from = holder === null || isSameOwner(holder.owner, host.owner) ? null : holder.owner
      // Driven here already, by a wait for one command.
      if (holder?.isLiving === true) report({ type: 'driving', from })
      const began = (): void => report({ type: 'driving', from })
      const drive = host.drive(session, signal, { began, ...(until && { until }), ...(stalled && { stalled }) })
      const end = stalled === null ? await drive : await drive.catch(fullDisk)
      if (end instanceof Error) {
        stalled?.(end)
        await pause(roomLookMs, ends)
      }
      // What is left is for others: they get their time, however much rings meanwhile.
      else if (end.type === 'yielded') await pause(againMs, ends)
    }
  } finally {
    stopWatching()
    for (const end of ends) end.removeEventListener('abort', box.ring)
  }
}

/** Hears of a full disk once, and of room once. */
function onChange(stalled: (full: Error | null) => void): (full: Error | null) => void {
  let wasFull = false
  return (full) => {
    if ((full !== null) !== wasFull) stalled(full)
    wasFull = full !== null
  }
}

function reporter(report: (driving: Driving) => void = () => undefined): (driving: Driving) => void {
  let last = ''
  return (driving) => {
    const said = JSON.stringify(driving)
    if (said !== last) report(driving)
    last = said
  }
}

function pause(ms: number, ends: readonly AbortSignal[]): Promise<void> {
  const signal = AbortSignal.any([...ends])
  return wait(ms, undefined, { signal }).catch(() => undefined)
}

/** Until something about the session changed, or for this long; null is no bound. */
async function rest(box: SignalBox, ms: number | null): Promise<void> {
  const timer = ms === null ? undefined : setTimeout(box.ring, ms)
  await box.sleep()
  clearTimeout(timer)
}
