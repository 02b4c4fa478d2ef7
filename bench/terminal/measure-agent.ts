import type { Figure } from '../support/figures.ts'
import { quietMoment } from '../support/quiet.ts'
import type { ProgramOptions } from '../support/screen-program.ts'
import { median, percentile } from '../support/stats.ts'
import { open, stream, type Face, type Opened, type Streamed } from './probes.ts'

/** What the others used of the machine before each measurement, 0 to 1. */
export const busyShares: number[] = []

/** Does a thing so many times, each in a quiet moment if one comes. */
export async function several<T>(times: number, work: () => Promise<T>): Promise<readonly T[]> {
  const results: T[] = []
  for (let round = 0; round < times; round++) {
    busyShares.push(await quietMoment())
    results.push(await work())
  }
  return results
}

/** First paint, streaming and echo of an agent. */
export async function measureAgent(options: ProgramOptions, face: Face, rounds: number): Promise<readonly Figure[]> {
  // Once unmeasured: a program that has been used before.
  await open(options, face)
  const painted = await several(9, () => open(options, face))
  const streamed = await several(rounds, () => stream(options, face, null))
  const typed = await several(rounds, () => stream(options, face, 150))
  return [
    ...openingFigures('first paint of chat', painted, { ms: 300, rssMb: NaN }),
    ...streamingFigures(streamed),
    ...echoFigures(
      'while streaming',
      typed.flatMap(({ echoes }) => echoes),
    ),
  ]
}

/** What opening something took. */
export function openingFigures(
  name: string,
  runs: readonly Opened[],
  targets: { readonly ms: number; readonly rssMb: number },
): readonly Figure[] {
  const echoes = runs.flatMap((run) => run.echoes)
  return [
    ...both(
      `${name}: ms`,
      runs.map(({ ms }) => ms),
      targets.ms,
    ),
    { figure: `${name}: CPU ms, least`, measured: Math.min(...runs.map(({ cpuMs }) => cpuMs)), target: NaN },
    { figure: `${name}: RSS MB`, measured: median(runs.map(({ rssMb }) => rssMb)), target: targets.rssMb },
    ...(echoes.length === 0 ? [] : echoFigures(name, echoes)),
  ]
}

function streamingFigures(runs: readonly Streamed[]): readonly Figure[] {
  const each = (of: (run: Streamed) => number) => runs.map(of)
  return [
    ...both(
      'streaming: % of a core',
      each(({ cpuMs, windowMs }) => (100 * cpuMs) / windowMs),
      15,
    ),
    ...both(
      'streaming: repaints a second',
      each(({ repaints, windowMs }) => (1000 * repaints) / windowMs),
      30,
    ),
    {
      figure: 'streaming: kB written to the terminal',
      measured: median(each(({ bytes }) => bytes / 1000)),
      target: NaN,
    },
    { figure: 'streaming: RSS MB at its end', measured: median(each(({ rssMb }) => rssMb)), target: NaN },
  ]
}

function echoFigures(name: string, echoes: readonly number[]): readonly Figure[] {
  return [
    { figure: `${name}: key to echo ms, p50`, measured: percentile(echoes, 0.5), target: NaN },
    { figure: `${name}: key to echo ms, p95`, measured: percentile(echoes, 0.95), target: 20 },
  ]
}

/** The median, with the least of all as a figure of its own. */
function both(figure: string, values: readonly number[], target: number): readonly Figure[] {
  return [
    { figure: `${figure}, median`, measured: median(values), target },
    { figure: `${figure}, least`, measured: Math.min(...values), target },
  ]
}
