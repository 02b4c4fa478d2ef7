import { dirname, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { boot } from './boot/boot.ts'
import { installDefects } from './boot/catch-defects.ts'
import { leave } from './boot/leave.ts'
import { reportFailure } from './boot/report-failure.ts'
import { installStopSignals } from './boot/stop-signals.ts'

/* The entry of the binary: bin/lightspeed.js loads this file. */
const argv = process.argv.slice(2)
const self = fileURLToPath(import.meta.url)

installStopSignals(argv)
installDefects(argv)
try {
  await boot({ directory: dirname(self), extension: extname(self) }, argv)
} catch (error) {
  process.exitCode = reportFailure(error, argv)
}
await leave()
