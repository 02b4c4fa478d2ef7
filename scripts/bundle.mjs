import { glob, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'
import { leanInk } from './lean-ink.mjs'
import { leanSdk } from './lean-sdk.mjs'
import { dist, root } from './paths.mjs'
import { writeNotices } from './third-party-notices.mjs'

/** What CommonJS packages expect to find around them, at the top of every file of an ES module bundle. */
const commonJsNames = `
import { createRequire as createRequire__ } from 'node:module'
const require = createRequire__(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname
`

/** What few runs need, by the name that it is imported with: bundled apart, loaded when first wanted. */
const lazy = {
  openai: 'openai',
  '@anthropic-ai/sdk': 'anthropic',
  './run-oclif.ts': 'oclif',
}

const options = {
  absWorkingDir: root,
  outdir: dist,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  minify: true,
  keepNames: true,
  legalComments: 'none',
  // A native module stays in node_modules. oclif asks for typescript only when it runs from sources.
  // Temporal's packages are installed by those who run a server; pg asks for a native twin that nobody needs.
  external: ['better-sqlite3', 'typescript', '@temporalio/*', 'pg-native'],
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  jsx: 'automatic',
  banner: { js: commonJsNames },
  metafile: true,
  logLevel: 'warning',
}

/**
 * Bundles the CLI into dist/: one file a command with all that it mostly needs, since each module that Node loads costs a
 * millisecond, the SDKs and oclif apart, and the licences of the packages in them. Leaves oclif.manifest.json alone:
 * `npm ci` must not change a checkout.
 */
export async function bundle() {
  const commands = await Array.fromAsync(glob('cli/commands/**/*.ts', { cwd: root }))
  const results = await Promise.all([
    build({
      ...options,
      entryPoints: ['cli/run.ts', ...commands.sort()],
      outbase: 'cli',
      plugins: [leaveLazy, withoutDevtools, leanInk],
    }),
    build({
      ...options,
      entryPoints: lazyEntries(),
      plugins: [leanSdk(path.join(root, 'core/models/http/sdk-globals.ts'))],
    }),
  ])
  const metafile = {
    inputs: Object.assign({}, ...results.map((result) => result.metafile.inputs)),
    outputs: Object.assign({}, ...results.map((result) => result.metafile.outputs)),
  }
  await writeWorkflow()
  await removeStale(metafile)
  await writeNotices(metafile)
}

/** What Temporal runs in its sandbox, bundled by its own bundler, as a worker loads it. */
async function writeWorkflow() {
  const { bundleSessionWorkflow } = await import('../remote/temporal/workflow-bundle.ts')
  const { code } = await bundleSessionWorkflow()
  await writeFile(path.join(dist, 'session-workflow.js'), code)
}

/** Leaves dynamic imports of what is bundled apart to `imports` in package.json. */
const leaveLazy = {
  name: 'leave-lazy',
  setup({ onResolve }) {
    onResolve({ filter: /^(openai|@anthropic-ai\/sdk|\.\/run-oclif\.ts)$/ }, ({ path: name, kind }) =>
      kind === 'dynamic-import' ? { path: `#lazy/${lazy[name]}`, external: true } : undefined,
    )
  },
}

/** ink asks for React's devtools when DEV=true, which no bundle is: they are not installed, and left out. */
const withoutDevtools = {
  name: 'without-devtools',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /devtools\.js$/ }, ({ importer, path: name }) =>
      /[\\/]ink[\\/]build[\\/]/.test(importer) ? { path: name, namespace: 'left-out' } : undefined,
    )
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: '' }))
  },
}

function lazyEntries() {
  return Object.entries(lazy).map(([name, out]) => ({
    in: name.startsWith('./') ? path.join('cli/boot', name) : name,
    out: `lazy/${out}`,
  }))
}

/** Deletes what an earlier build left, after the new files are there: a command running meanwhile keeps working. */
async function removeStale(metafile) {
  const fresh = new Set(Object.keys(metafile.outputs).map((file) => path.resolve(root, file)))
  fresh.add(path.join(dist, 'session-workflow.js'))
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name)
    if (entry.isFile() && file.endsWith('.js') && !fresh.has(file)) await rm(file)
  }
}
