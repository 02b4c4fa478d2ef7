import { measureHistory } from './server/history.ts'
import { printFigures } from './support/figures.ts'

// What sessions on a server cost, on real Postgres, Temporal and S3 on this machine (LIGHTSPEED_TEMPORAL and
// LIGHTSPEED_VERSITYGW name programs that are not on PATH).

printFigures(await measureHistory([20, 200]))
