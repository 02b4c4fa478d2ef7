import { glob, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'
import { leanSdk } from './lean-sdk.mjs'
import { dist, root } from './paths.mjs'
import { writeNotices } from './third-party-notices.mjs'

/** What CommonJS packages expect to find around them, at the top of every file of an ES module bundle. */
const commonJsNames = `
import { createRequire as createRequire__ } from 'node:module'
const require = createRequire__(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname
`

/**
 * Bundles the CLI into dist/: one entry per command, so that a command loads only what it uses, shared chunks, and the
 * licences of the packages in it. Leaves oclif.manifest.json alone: `npm ci` must not change a checkout.
 */
export async function bundle() {
  const commands = await Array.fromAsync(glob('cli/commands/**/*.ts', { cwd: root }))
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['cli/run.ts', ...commands.sort()],
    outbase: 'cli',
    outdir: dist,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    // A native module stays in node_modules. oclif asks for typescript only when it runs from sources.
    external: ['better-sqlite3', 'typescript'],
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: commonJsNames },
    plugins: [leanSdk(path.join(root, 'core/models/http/sdk-globals.ts'))],
    metafile: true,
    logLevel: 'warning',
  })
  await removeStale(metafile)
  await writeNotices(metafile)
}

/** Deletes what an earlier build left, after the new files are there: a command running meanwhile keeps working. */
async function removeStale(metafile) {
  const fresh = new Set(Object.keys(metafile.outputs).map((file) => path.resolve(root, file)))
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name)
    if (entry.isFile() && file.endsWith('.js') && !fresh.has(file)) await rm(file)
  }
}
