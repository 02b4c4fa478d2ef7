import { readFileSync } from 'node:fs'
import { printFigures, type Figure } from './support/figures.ts'
import { quietMoment } from './support/quiet.ts'
import type { ProgramOptions } from './support/screen-program.ts'
import { median, percentile, short } from './support/stats.ts'
import { binary, openBenchDesk } from './terminal/desk.ts'
import { peerFigures } from './terminal/peers.ts'
import { open, stream, type Face, type Opened, type Streamed } from './terminal/probes.ts'

// What a person waits for, in a real pty against the local mock: first paint, streaming, echo, sessions that are old.
// The machine may be shared: each measurement waits for a quiet moment, and the least of several is printed beside
// their median. BENCH_PEERS=1 measures other agents in the same way (bench/terminal/peers.ts).

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3)
const desk = await openBenchDesk()
const face: Face = {
  isReady: (screen) => screen.includes('say what to do'),
  isEchoed: (screen, typed) => screen.includes(`› ${typed}`),
  prompt: 'stream it',
}
const chat = (...flags: readonly string[]): ProgramOptions => ({
  ...{ argv: [process.execPath, binary, 'chat', '-m', 'openai/gpt-5.5', ...flags], env: desk.env, cwd: desk.directory },
})
const busy: number[] = []

async function several<T>(times: number, work: () => Promise<T>): Promise<readonly T[]> {
  const results: T[] = []
  for (let round = 0; round < times; round++) {
    busy.push(await quietMoment())
    results.push(await work())
  }
  return results
}

/** The median, with the least of all as a figure of its own. */
function both(figure: string, values: readonly number[], target: number): readonly Figure[] {
  return [
    { figure: `${figure}, median`, measured: median(values), target },
    { figure: `${figure}, least`, measured: Math.min(...values), target },
  ]
}

function opening(name: string, runs: readonly Opened[], targets: { readonly ms: number; readonly rssMb: number }) {
  const echoes = runs.flatMap((run) => run.echoes)
  return [
    ...both(
      `${name}: ms`,
      runs.map(({ ms }) => ms),
      targets.ms,
    ),
    { figure: `${name}: CPU ms, least`, measured: Math.min(...runs.map(({ cpuMs }) => cpuMs)), target: NaN },
    { figure: `${name}: RSS MB`, measured: median(runs.map(({ rssMb }) => rssMb)), target: targets.rssMb },
    ...(echoes.length === 0 ? [] : echo(name, echoes)),
  ]
}

function echo(name: string, echoes: readonly number[]): readonly Figure[] {
  return [
    { figure: `${name}: key to echo ms, p50`, measured: percentile(echoes, 0.5), target: NaN },
    { figure: `${name}: key to echo ms, p95`, measured: percentile(echoes, 0.95), target: 20 },
  ]
}

function streaming(runs: readonly Streamed[]): readonly Figure[] {
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

try {
  const figures: Figure[] = []
  // Once unmeasured: a binary that has been used before.
  await open(chat(), face)
  figures.push(...opening('first paint of chat', await several(9, () => open(chat(), face)), { ms: 300, rssMb: NaN }))
  figures.push(...streaming(await several(rounds, () => stream(chat(), face, null))))
  const typed = await several(rounds, () => stream(chat(), face, 150))
  figures.push(
    ...echo(
      'while streaming',
      typed.flatMap(({ echoes }) => echoes),
    ),
  )
  for (const { turns, perRun } of [
    { turns: 20, perRun: 10 },
    { turns: 2_000, perRun: 10 },
    { turns: 2_000, perRun: 2_000 },
  ]) {
    const session = `turns-${turns}-${perRun}`
    desk.grow(session, turns, perRun)
    const isReady = (screen: string) => face.isReady(screen) && screen.includes(`done ${turns}`)
    const runs = await several(5, () => open(chat('-r', session), { ...face, isReady }, 20))
    const runsOf = turns / perRun === 1 ? 'one run' : `${turns / perRun} runs`
    figures.push(...opening(`${turns} turns in ${runsOf}`, runs, { ms: 400, rssMb: 150 }))
  }
  if (process.env['BENCH_PEERS'] === '1') figures.push(...(await peerFigures(desk)))
  printFigures(figures)
  const load = readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ')
  console.log(
    `others used ${short(100 * median(busy))} % of the machine (median; ${short(100 * Math.min(...busy))} to ${short(100 * Math.max(...busy))}), load average ${load}`,
  )
} finally {
  desk.close()
}
