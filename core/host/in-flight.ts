import type { Intent } from '../machine/index.ts'
import { openMeter, type EffectResult, type Meter, type Metered } from '../effects/index.ts'
import type { OpId } from '../values/ids.ts'

/** Work that this process is doing for one session, until its result is taken: what has just arrived is not begun again. */
export interface InFlight {
  has(opId: OpId): boolean
  readonly size: number
  /** Whether it is done, and its result was not taken. */
  hasArrived(opId: OpId): boolean
  /** Whether results have come in that were not taken. */
  readonly hasArrivals: boolean
  readonly opIds: readonly OpId[]
  start(intent: Intent, work: Performing): void
  /** Aborts what is no longer wanted; its result is dropped, also when it has arrived. */
  keepOnly(wanted: readonly Intent[]): void
  /** Asks a tool or a person's command to end; its result still counts. True on the first ask. */
  stop(opId: OpId): boolean
  /** Does other work in place of what is running under the same opId; its result is dropped. */
  replace(intent: Intent, work: Performing): void
  /** What work that is not among these, done or not, has taken of a model. */
  unclaimed(wanted: readonly Intent[]): readonly { readonly intent: Intent; readonly metered: Metered }[]
  /** Hands every result that has come in to `record`, in order of arrival; what that throws at stays, with those behind it. */
  take(record: (arrival: Arrival) => Promise<void>): Promise<void>
  abortAll(): void
}

/** A finished piece of work. `error`: the effect itself has a defect. */
export type Arrival =
  { readonly intent: Intent; readonly result: EffectResult } | { readonly intent: Intent; readonly error: unknown }

/** Work as it is done: until it is aborted, metered as it goes. */
export type Performing = (signal: AbortSignal, meter: Meter) => Promise<EffectResult>

interface Work {
  readonly intent: Intent
  readonly controller: AbortController
  readonly meter: Meter
}

/** Opens the books; `arrived` is called whenever a result can be taken. */
export function openInFlight(arrived: () => void): InFlight {
  const running = new Map<OpId, Work>()
  let arrivals: (Arrival & { readonly meter: Meter })[] = []
  /** The one that is being recorded. */
  let taken: Arrival | null = null
  const land = (work: Work, arrival: Arrival) => {
    if (running.get(work.intent.opId) !== work) return
    running.delete(work.intent.opId)
    arrivals.push({ ...arrival, meter: work.meter })
    arrived()
  }
  const hasArrived: InFlight['hasArrived'] = (opId) =>
    taken?.intent.opId === opId || arrivals.some(({ intent }) => intent.opId === opId)
  const start: InFlight['start'] = (intent, perform) => {
    const work: Work = { intent, controller: new AbortController(), meter: openMeter() }
    running.set(intent.opId, work)
    perform(work.controller.signal, work.meter).then(
      (result) => land(work, { intent, result }),
      (error: unknown) => land(work, { intent, error }),
    )
  }
  return {
    start,
    replace: start,
    hasArrived,
    has: (opId) => running.has(opId) || hasArrived(opId),
    get size() {
      return running.size + arrivals.length
    },
    get hasArrivals() {
      return arrivals.length > 0
    },
    get opIds() {
      return [...running.keys(), ...arrivals.map(({ intent }) => intent.opId)]
    },
    unclaimed: (wanted) =>
      [...running.values(), ...arrivals].flatMap(({ intent, meter: { total } }) =>
        total === null || isWanted(intent, wanted) ? [] : [{ intent, metered: total }],
      ),
    keepOnly: (wanted) => {
      arrivals = arrivals.filter(({ intent }) => isWanted(intent, wanted))
      for (const [opId, { intent, controller }] of running) {
        if (isWanted(intent, wanted)) continue
        running.delete(opId)
        controller.abort()
      }
    },
    stop: (opId) => {
      const work = running.get(opId)
      if (work === undefined || work.controller.signal.aborted) return false
      work.controller.abort()
      return true
    },
    take: async (record) => {
      for (let next = arrivals.shift(); next !== undefined; next = arrivals.shift()) {
        taken = next
        try {
          await record(next)
        } catch (error) {
          // A defect is not to be had again: its work begins anew.
          if ('result' in next) arrivals.unshift(next)
          throw error
        } finally {
          taken = null
        }
      }
    },
    abortAll: () => {
      for (const { controller } of running.values()) controller.abort()
      running.clear()
    },
  }
}

function isWanted(intent: Intent, wanted: readonly Intent[]): boolean {
  return wanted.some((candidate) => serves(intent, candidate))
}

/** Whether the result of `intent` answers `wanted`: the same work, or what is told to stop. */
export function serves(intent: Intent, wanted: Intent): boolean {
  if (intent.opId !== wanted.opId) return false
  if (intent.kind === 'model.generate' && wanted.kind === 'model.generate') return intent.attempt === wanted.attempt
  if (wanted.kind === 'tool.stop' && (intent.kind === 'tool.run' || intent.kind === 'tool.settle')) return true
  if (wanted.kind === 'shell.stop' && (intent.kind === 'shell.run' || intent.kind === 'shell.settle')) return true
  return intent.kind === wanted.kind
}
