import type { SessionId } from '../../core/values/ids.ts'
import type { Figure } from '../support/figures.ts'
import { processCost } from '../support/process-cost.ts'
import { openCrowd } from './crowd.ts'
import { openBenchServer } from './stack.ts'
import { runWave, type Wave } from './wave.ts'

/** How long the provider thinks, ms. */
const latencyMs = 1_000

/** Share of what a burst came to at which prompts come steadily. */
const load = 0.6

/** Opens so many sessions on one worker, asks all of them again, at once and steadily, and wakes a few of them later. */
export async function measureScale(open: number, idle: number): Promise<readonly Figure[]> {
  const server = await openBenchServer(() => ({ text: 'Done.', startDelayMs: latencyMs }))
  try {
    const crowd = await openCrowd(server)
    const rss = () => processCost(server.desk.worker.pid).rssMb
    const names = Array.from({ length: idle }, (_, number) => `crowd${number}` as SessionId)
    const empty = rss()
    const opening = await runWave(server, names.slice(0, open), crowd.open)
    const opened = rss()
    const asking = await runWave(server, names.slice(0, open), crowd.ask)
    const perSecond = load * (open / asking.wallS)
    const steady = await runWave(server, names.slice(0, open), crowd.ask, { perSecond })
    const figures = [
      ...waveFigures(`${open} sessions opened`, opening),
      ...waveFigures(`${open} open sessions asked at once`, asking),
      ...waveFigures(`${open} open sessions asked steadily`, steady),
      figure(`${open} sessions, worker RSS of each kept, kB`, ((opened - empty) * 1024) / open, 150),
    ]
    if (idle <= open) return figures
    const rest = await runWave(server, names.slice(open), crowd.open)
    const resting = rss()
    const woken = names.filter((_, number) => number % Math.ceil(idle / 200) === 0)
    const waking = await runWave(server, woken, crowd.ask)
    return [
      ...figures,
      ...waveFigures(`${idle - open} more opened`, rest),
      figure(`${idle} idle sessions, worker RSS, MB`, resting, 600),
      ...waveFigures(`${woken.length} of ${idle} idle sessions asked`, waking),
    ]
  } finally {
    await server.close()
  }
}

function waveFigures(name: string, wave: Wave): readonly Figure[] {
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
