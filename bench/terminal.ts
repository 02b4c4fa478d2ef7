import { readFileSync } from 'node:fs'
import { printFigures, type Figure } from './support/figures.ts'
import type { ProgramOptions } from './support/screen-program.ts'
import { median, short } from './support/stats.ts'
import { binary, openBenchDesk } from './terminal/desk.ts'
import { busyShares, measureAgent, openingFigures, several } from './terminal/measure-agent.ts'
import { measurePeers } from './terminal/peers.ts'
import { open, type Face } from './terminal/probes.ts'

// What a person waits for, in a real pty against the local mock: first paint, streaming, echo, sessions that are old.
// The machine may be shared: each measurement waits for a quiet moment, and the least of several is printed beside
// their median. BENCH_PEERS=1 installs other agents and measures them in the same way (bench/terminal/peers.ts).

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

/** Sessions of many turns, in runs of so many. */
const ages = [
  { turns: 20, perRun: 10 },
  { turns: 2_000, perRun: 10 },
  { turns: 2_000, perRun: 2_000 },
]

try {
  const figures: Figure[] = [...(await measureAgent(chat(), face, rounds))]
  for (const { turns, perRun } of ages) {
    const session = `turns-${turns}-${perRun}`
    desk.grow(session, turns, perRun)
    const isReady = (screen: string) => face.isReady(screen) && screen.includes(`done ${turns}`)
    const runs = await several(5, () => open(chat('-r', session), { ...face, isReady }, 20))
    figures.push(...openingFigures(`${turns} turns, ${perRun} a run, opened`, runs, { ms: 400, rssMb: 150 }))
  }
  const others = process.env['BENCH_PEERS'] === '1' ? await measurePeers(rounds) : new Map<string, string>()
  printFigures(figures.map((each) => ({ ...each, others: others.get(each.figure) ?? '' })))
  const load = readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ')
  const shares = busyShares.map((share) => 100 * share)
  console.log(
    `before each, others used ${short(median(shares))} % of the machine (median; ${short(Math.min(...shares))} to ${short(Math.max(...shares))}); load average ${load}`,
  )
} finally {
  desk.close()
}
