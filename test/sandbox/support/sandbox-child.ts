import type { SandboxOptions } from '../../../sandbox/create-sandbox.ts'
import { sandboxRig } from './sandbox-rig.ts'

// A program of its own that runs commands one after the other and prints their results; then it waits to be killed.
// They come by the environment: its own command line shall not look like theirs.
const [backend, ...commands] = JSON.parse(process.env['SANDBOX_CHILD'] ?? '[]') as string[]
const rig = sandboxRig({}, { backend: backend as SandboxOptions['backend'] })
process.stdout.write(`state ${rig.state}\n`)
for (const command of commands) process.stdout.write(`${(await rig.run(command)).text}\n`)
process.stdout.write('done\n')
setInterval(() => {}, 1000)
