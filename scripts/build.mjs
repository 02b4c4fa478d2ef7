// npm run build: the bundle and oclif.manifest.json.
//   --check-manifest   fail when the committed manifest is not what the commands say
import { parseArgs } from 'node:util'
import { bundle } from './bundle.mjs'
import { checkManifest, writeManifest } from './manifest.mjs'

const { values: flags } = parseArgs({ options: { 'check-manifest': { type: 'boolean' } } })

await bundle()
if (flags['check-manifest']) await checkManifest()
else await writeManifest()
