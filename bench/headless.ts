import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gapsMs } from '../test/support/mock-provider/record.ts'
import { startMockProvider } from '../test/support/mock-provider/mock-provider.ts'
import type { Reply, Script } from '../test/support/mock-provider/script.ts'
import { measure, type Cost } from './support/measure.ts'
import { median, percentile, short } from './support/stats.ts'

// One headless turn, and loops of a hundred turns, against the local mock: what the harness itself costs.
// Prints each figure beside its target and beside peers measured the same way on the same kind of machine.

const binary = fileURLToPath(new URL('../bin/lightspeed.js', import.meta.url))

interface Measured {
  readonly cost: Cost
  readonly firstRequestMs: number
  readonly gaps: readonly number[]
}

/** Runs the binary once in a fresh mount, with a data directory that has been used before. */
async function once(script: Script, home: string): Promise<Measured> {
  const mock = await startMockProvider(script)
  const directory = mkdtempSync(join(tmpdir(), 'bench-mount-'))
  writeFileSync(join(directory, 'a.txt'), 'one\ntwo\nthree\n')
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    LIGHTSPEED_HOME: home,
    OPENAI_API_KEY: 'bench',
    OPENAI_BASE_URL: `${mock.url}/v1`,
  }
  try {
    const argv = [process.execPath, binary, 'run', '--json', '-m', 'openai/gpt-5.5', '--mount', directory, 'say DONE']
    const cost = await measure(argv, env, directory)
    if (cost.exitCode !== 0 || mock.violations.length > 0)
      throw new Error(
        `exit ${cost.exitCode}\n${mock.violations.join('\n')}\n${cost.stderr}\n${cost.stdout.slice(-500)}`,
      )
    const first = mock.requests[0]?.receivedAt ?? NaN
    return { cost, firstRequestMs: first - cost.startedAt, gaps: gapsMs(mock.requests) }
  } finally {
    await mock.close()
    rmSync(directory, { recursive: true })
  }
}

const done: Reply = { text: 'DONE' }
const loop =
  (turns: number, call: NonNullable<Reply['calls']>[number]): Script =>
  ({ index }) =>
    index < turns ? { calls: [call] } : done

const home = mkdtempSync(join(tmpdir(), 'bench-home-'))
mkdirSync(home, { recursive: true })
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 7)
const rows: { readonly figure: string; readonly measured: number; readonly target: number; readonly peers: string }[] =
  []

await once(() => done, home)
const turns: Measured[] = []
for (let round = 0; round < rounds; round++) turns.push(await once(() => done, home))
rows.push(
  {
    figure: 'start to first request, ms',
    measured: median(turns.map(({ firstRequestMs }) => firstRequestMs)),
    target: 200,
    peers: 'floor 63, codex 259, pi 525',
  },
  {
    figure: 'one turn, CPU ms',
    measured: median(turns.map(({ cost }) => cost.cpuMs)),
    target: 300,
    peers: 'floor 73, codex 374, pi 675',
  },
  {
    figure: 'one turn, peak RSS MB',
    measured: median(turns.map(({ cost }) => cost.peakRssMb)),
    target: 90,
    peers: 'floor 42, pi 111, codex 142',
  },
  {
    figure: 'one turn, wall ms',
    measured: median(turns.map(({ cost }) => cost.wallMs)),
    target: NaN,
    peers: 'floor 75, codex 316, pi 580',
  },
)

const loops = {
  'read tool': {
    call: { name: 'read_file', args: { path: 'a.txt' } },
    target: 5,
    peers: 'floor 1.3, pi 7.9 (no fsync)',
  },
  'shell, echo': {
    call: { name: 'exec_command', args: { cmd: 'echo hi' } },
    target: 12,
    peers: 'floor 4.9, pi 18.5 (no fsync)',
  },
}
for (const [name, { call, target, peers }] of Object.entries(loops)) {
  const { cost, gaps } = await once(loop(100, call), home)
  const [first, last] = [median(gaps.slice(0, 10)), median(gaps.slice(-10))]
  rows.push(
    { figure: `100 turns, ${name}: gap median ms`, measured: median(gaps), target, peers },
    { figure: `100 turns, ${name}: gap p95 ms`, measured: percentile(gaps, 0.95), target: NaN, peers: '' },
    { figure: `100 turns, ${name}: last ten / first ten`, measured: last / first, target: 1.5, peers: '' },
    {
      figure: `100 turns, ${name}: CPU s`,
      measured: cost.cpuMs / 1000,
      target: NaN,
      peers: 'pi 3.4, codex 6.2 (shell)',
    },
    {
      figure: `100 turns, ${name}: peak RSS MB`,
      measured: cost.peakRssMb,
      target: NaN,
      peers: 'floor 52, codex 149, pi 158',
    },
  )
}
rmSync(home, { recursive: true, force: true })

for (const { figure, measured, target, peers } of rows) {
  const ratio = Number.isNaN(target) ? '' : `${(measured / target).toFixed(2)} of the target ${target}`
  console.log(`${figure.padEnd(48)} ${short(measured).padStart(8)}   ${ratio.padEnd(28)} ${peers}`)
}
