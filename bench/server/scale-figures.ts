import type { Figure } from '../support/figures.ts'
import type { Wave } from './wave.ts'
import type { WorkerMemory } from './worker-memory.ts'

/** What each session takes, in kB where there were MB. */
export function shareOf(after: WorkerMemory, before: WorkerMemory, sessions: number): WorkerMemory {
  const share = (part: keyof WorkerMemory) => ((after[part] - before[part]) * 1024) / sessions
  return { rssMb: share('rssMb'), mainMb: share('mainMb'), workflowsMb: share('workflowsMb') }
}

/** What a worker holds, or each session of it where there is a most that the workflow of one may take. */
export function memoryFigures(name: string, memory: WorkerMemory, mostOfWorkflow?: number): readonly Figure[] {
  const unit = mostOfWorkflow === undefined ? 'MB' : 'kB'
  return [
    figure(`${name}: RSS, ${unit}`, memory.rssMb),
    figure(`${name}: heap of the thread that works, ${unit}`, memory.mainMb),
    figure(`${name}: heap of the workflows, ${unit}`, memory.workflowsMb, mostOfWorkflow),
  ]
}

/** How a wave went. */
export function waveFigures(name: string, wave: Wave): readonly Figure[] {
  const parts = Object.entries(wave.cpuMs).map(([part, ms]) => figure(`${name}: CPU ms a prompt, ${part}`, ms))
  return [
    figure(`${name}: sessions a second`, wave.sessions / wave.wallS),
    figure(`${name}: signal to model request, median ms`, wave.medianMs),
    figure(`${name}: signal to model request, p95 ms`, wave.p95Ms),
    ...parts,
  ]
}

function figure(name: string, measured: number, target = Number.NaN): Figure {
  return { figure: name, measured, target }
}
