import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DevPlaces } from './dev-places.ts'
import { partNames, type PartName } from './part-name.ts'
import { isRunning } from './process-mark.ts'
import { stopProcess } from './stop-process.ts'
import { Stack } from './stack.ts'

/** A part that was stopped. */
export interface StoppedPart {
  readonly name: PartName
  readonly pid: number
  /** It did not end by itself. */
  readonly killed: boolean
}

/** Ends what runs, the server first: it hands over what is under way while the others still answer. */
export async function bringDown(
  places: DevPlaces,
  stopping: (part: PartName) => void,
): Promise<readonly StoppedPart[]> {
  const stack = new Stack(places)
  const stopped: StoppedPart[] = []
  for (const name of [...partNames].reverse()) {
    const process = stack.state.processes[name]
    if (process === undefined) continue
    if (isRunning(process)) {
      stopping(name)
      stopped.push({ name, pid: process.pid, killed: await stopProcess(name, process) })
    }
    stack.setProcess(name, null)
  }
  return stopped
}

/** Removes all that a stack has kept. */
export function deleteStack({ root, postgres }: DevPlaces): void {
  // The files of Postgres first: without the rest nobody could tell whose they are.
  rmSync(postgres, { recursive: true, force: true })
  if (dirname(postgres) !== root) rmSync(dirname(postgres), { recursive: true, force: true })
  rmSync(root, { recursive: true, force: true })
}
