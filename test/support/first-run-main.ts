import { environment } from '../../cli/auth/environment.ts'
import { firstRun } from '../../cli/auth/first-run.ts'
import { loadConfig, places } from '../../cli/open-store.ts'

// node test/support/first-run-main.ts [MODEL]: what chat does before anything else; prints what came of it.

const config = loadConfig()
const desk = { directory: places().config, config, env: environment(config.providers) }
process.stdout.write(`${JSON.stringify(await firstRun(desk, process.argv[2] ?? null))}\n`)
