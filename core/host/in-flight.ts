import type { Intent } from '../machine/index.ts'
import type { EffectResult } from '../effects/index.ts'
import type { OpId } from '../values/ids.ts'

/** Work that this process is doing for one session, until its result is taken: what has just arrived is not begun again. */
export interface InFlight {
  has(opId: OpId): boolean
  readonly size: number
  readonly opIds: readonly OpId[]
  start(intent: Intent, work: (signal: AbortSignal) => Promise<EffectResult>): void
  /** Aborts what is no longer wanted; its result is dropped. */
  keepOnly(wanted: readonly Intent[]): void
  /** Asks a tool or a person's command to end; its result still counts. True on the first ask. */
  stop(opId: OpId): boolean
  /** Does other work in place of what is running under the same opId; its result is dropped. */
  replace(intent: Intent, work: (signal: AbortSignal) => Promise<EffectResult>): void
  /** Results that have come in, in order of arrival; each is handed out once. */
  take(): readonly Arrival[]
  abortAll(): void
}

/** A finished piece of work. `error`: the effect itself has a defect. */
export type Arrival =
  { readonly intent: Intent; readonly result: EffectResult } | { readonly intent: Intent; readonly error: unknown }

interface Work {
  readonly intent: Intent
  readonly controller: AbortController
}

/** Opens the books; `arrived` is called whenever a result can be taken. */
export function openInFlight(arrived: () => void): InFlight {
  const running = new Map<OpId, Work>()
  let arrivals: Arrival[] = []
  const land = (work: Work, arrival: Arrival) => {
    if (running.get(work.intent.opId) !== work) return
    running.delete(work.intent.opId)
    arrivals.push(arrival)
    arrived()
  }
  const start: InFlight['start'] = (intent, perform) => {
    const work: Work = { intent, controller: new AbortController() }
    running.set(intent.opId, work)
    perform(work.controller.signal).then(
      (result) => land(work, { intent, result }),
      (error: unknown) => land(work, { intent, error }),
    )
  }
  return {
    start,
    replace: start,
    has: (opId) => running.has(opId) || arrivals.some(({ intent }) => intent.opId === opId),
    get size() {
      return running.size + arrivals.length
    },
    get opIds() {
      return [...running.keys(), ...arrivals.map(({ intent }) => intent.opId)]
    },
    keepOnly: (wanted) => {
      for (const [opId, { intent, controller }] of running) {
        if (wanted.some((candidate) => serves(intent, candidate))) continue
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
    take: () => {
      const taken = arrivals
      arrivals = []
      return taken
    },
    abortAll: () => {
      for (const { controller } of running.values()) controller.abort()
      running.clear()
    },
  }
}

/** Whether the result of `intent` answers `wanted`: the same work, or what is told to stop. */
export function serves(intent: Intent, wanted: Intent): boolean {
  if (intent.opId !== wanted.opId) return false
  if (intent.kind === 'model.generate' && wanted.kind === 'model.generate') return intent.attempt === wanted.attempt
  if (wanted.kind === 'tool.stop' && (intent.kind === 'tool.run' || intent.kind === 'tool.settle')) return true
  if (wanted.kind === 'shell.stop' && (intent.kind === 'shell.run' || intent.kind === 'shell.settle')) return true
  return intent.kind === wanted.kind
}
