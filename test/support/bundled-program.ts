import { rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { afterAll } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What CommonJS packages expect to find around them. */
const commonJsNames =
  "import { createRequire as createRequire__ } from 'node:module'; const require = createRequire__(import.meta.url)"

/**
 * Bundles a program for the suite that calls this, as the binary is bundled. Started from its sources it
 * would be compiled anew each time, which takes several times as long as all else that it does.
 */
export function bundledProgram(source: URL): string {
  const entry = fileURLToPath(source)
  const outfile = join(root, 'dist', `${basename(entry, '.ts')}-${process.pid}.js`)
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    jsx: 'automatic',
    // The SDKs stand beside it already.
    alias: { openai: '#lazy/openai', '@anthropic-ai/sdk': '#lazy/anthropic' },
    external: ['#lazy/*', 'better-sqlite3', 'typescript', '@temporalio/*', 'pg-native'],
    banner: { js: commonJsNames },
    logLevel: 'error',
  })
  afterAll(() => rmSync(outfile, { force: true }))
  return outfile
}
