import { setTimeout as wait } from 'node:timers/promises'
import type { SessionId } from '../../core/values/ids.ts'
import type { Figure } from '../support/figures.ts'
import { openCrowd } from './crowd.ts'
import { openBenchServer, type BenchServer } from './stack.ts'
import { memoryFigures, shareOf, waveFigures } from './scale-figures.ts'
import { runWave } from './wave.ts'
import { weighWorker } from './worker-memory.ts'

/** How long the provider thinks, ms. */
const latencyMs = 1_000

/** Share of what a burst came to at which prompts come steadily. */
const load = 0.6

/** Opens so many sessions on one worker, asks all of them again, at once and steadily, and wakes a few of many more later. */
export async function measureScale(open: number, idle: number): Promise<readonly Figure[]> {
  const server = await openBenchServer(() => ({ text: 'Done.', startDelayMs: latencyMs }))
  try {
    const crowd = await openCrowd(server)
    const names = Array.from({ length: idle }, (_, number) => `crowd${number}` as SessionId)
    const empty = await weighWorker(server)
    const opening = await runWave(server, names.slice(0, open), crowd.open)
    const kept = await weighWorker(server)
    const asking = await runWave(server, names.slice(0, open), crowd.ask)
    const perSecond = load * (open / asking.wallS)
    const steady = await runWave(server, names.slice(0, open), crowd.ask, { perSecond })
    const figures = [
      ...memoryFigures('a worker without sessions', empty),
      ...waveFigures(`${open} sessions opened`, opening),
      ...memoryFigures(`each of ${open} sessions kept in mind`, shareOf(kept, empty, open), 50),
      ...waveFigures(`${open} open sessions asked at once`, asking),
      ...waveFigures(`${open} open sessions asked steadily`, steady),
    ]
    if (idle <= open) return figures
    const rest = await runWave(server, names.slice(open), crowd.open)
    const busy = await weighWorker(server)
    await untilAsleep(server)
    const woken = names.filter((_, number) => number % Math.ceil(idle / 200) === 0)
    const resting = await weighWorker(server)
    const waking = await runWave(server, woken, crowd.ask, { perSecond: 5 })
    return [
      ...figures,
      ...waveFigures(`${idle - open} more opened`, rest),
      ...memoryFigures(`a worker that has just opened ${idle} sessions`, busy),
      ...memoryFigures(`a worker of ${idle} sessions asleep`, resting),
      ...waveFigures(`${woken.length} of ${idle} sessions woken, five a second`, waking),
    ]
  } finally {
    await server.close()
  }
}

/** Until no workflow is open: those of idle sessions end after five minutes. */
async function untilAsleep({ temporal }: Pick<BenchServer, 'temporal'>): Promise<void> {
  while ((await temporal.client.workflow.count("ExecutionStatus = 'Running'")).count > 0) await wait(2_000)
}
