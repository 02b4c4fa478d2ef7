import { table } from '../render/table.ts'
import { accepts } from './accepts.ts'
import { urlsOf } from './addresses.ts'
import { logOf, type DevPlaces } from './dev-places.ts'
import { partNames, type PartName } from './part-name.ts'
import { isRunning } from './process-mark.ts'
import type { StackState } from './stack-state.ts'

/** A part of a stack, for a person or a script. */
export interface PartReport {
  readonly name: PartName
  /** `silent`: its process runs and does not take connections. */
  readonly state: 'running' | 'silent' | 'stopped'
  readonly urls: readonly string[]
  readonly pid: number | null
  readonly log: string
}

/** How the parts of a stack are. */
export async function reportParts(state: StackState, places: DevPlaces): Promise<readonly PartReport[]> {
  const names = partNames.filter((name) => name !== 's3' || state.blobs !== 'files')
  return Promise.all(
    names.map(async (name): Promise<PartReport> => {
      const process = state.processes[name]
      const facts = { name, urls: urlsOf(name, state), log: logOf(places, name) }
      if (process === undefined || !isRunning(process)) return { ...facts, state: 'stopped', pid: null }
      const answers = await accepts(state.ports[name])
      return { ...facts, state: answers ? 'running' : 'silent', pid: process.pid }
    }),
  )
}

/** One line a part. `states` may say more of one, `started` say. */
export function partLines(parts: readonly PartReport[], states: ReadonlyMap<PartName, string> = new Map()): string {
  return table(
    parts.map(({ name, state, urls, pid, log }) => [
      name,
      states.get(name) ?? state,
      state === 'stopped' ? '' : urls.join('  '),
      pid === null ? '' : `pid ${pid}`,
      log,
    ]),
  )
}
