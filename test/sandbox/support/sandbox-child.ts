import type { BackendName } from '../../../sandbox/index.ts'
import { sandboxRig } from './sandbox-rig.ts'

// A program of its own that runs commands one after the other and prints their results; then it waits to be killed.
const [backend, ...commands] = process.argv.slice(2)
const rig = sandboxRig({}, { backend: backend as BackendName })
process.stdout.write(`state ${rig.state}\n`)
for (const command of commands) process.stdout.write(`${(await rig.run(command)).text}\n`)
process.stdout.write('done\n')
setInterval(() => {}, 1000)
