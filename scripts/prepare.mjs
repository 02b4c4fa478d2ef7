// Runs at the end of `npm ci` in a checkout, so that `npx lightspeed` works there.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { root } from './paths.mjs'

if (existsSync(path.join(root, 'node_modules', 'esbuild'))) {
  // Imported late: without the development packages it cannot be.
  const { bundle } = await import('./bundle.mjs')
  await bundle()
} else {
  console.error('lightspeed is not built: the development packages are not installed')
}
