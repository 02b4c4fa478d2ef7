import { processCost } from '../support/process-cost.ts'
import { collectGarbage, inspectorOf } from './collect-garbage.ts'
import type { BenchServer } from './stack.ts'

/** What a worker holds when its garbage is collected, MB. */
export interface WorkerMemory {
  readonly rssMb: number
  /** Of the thread that works: states of sessions, what was read. */
  readonly mainMb: number
  /** Of the thread that has the workflows. */
  readonly workflowsMb: number
}

/** Weighs a worker that was started with `--inspect`. */
export async function weighWorker({ desk }: Pick<BenchServer, 'desk'>): Promise<WorkerMemory> {
  const [mainMb = Number.NaN, ...threads] = await collectGarbage(inspectorOf(desk.worker.said()))
  return {
    mainMb,
    workflowsMb: threads.reduce((sum, each) => sum + each, 0),
    rssMb: processCost(desk.worker.pid).rssMb,
  }
}
