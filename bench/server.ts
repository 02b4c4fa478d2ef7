import { measureHistory } from './server/history.ts'
import { measureScale } from './server/scale.ts'
import { printFigures } from './support/figures.ts'

// What sessions on a server cost, on real Postgres, Temporal and S3 on this machine (LIGHTSPEED_TEMPORAL and
// LIGHTSPEED_VERSITYGW name programs that are not on PATH). All share its cores with the clients and the provider:
// the sum of the CPU figures of a prompt is what limits how many are answered in a second.
// BENCH_OPEN and BENCH_IDLE change how many sessions there are.

printFigures(await measureHistory([20, 200]))
printFigures(
  await measureScale(Number(process.env['BENCH_OPEN'] ?? 1_000), Number(process.env['BENCH_IDLE'] ?? 10_000)),
)
