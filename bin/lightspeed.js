#!/usr/bin/env node
// Plain JavaScript that an old Node can still parse: it has to explain itself there.
import fs from 'node:fs'
import module from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** Where V8's compiled code is kept between runs. */
function compileCacheDir() {
  const { LIGHTSPEED_HOME: home, XDG_CACHE_HOME: xdg } = process.env
  if (home) return path.resolve(home, 'cache', 'compile')
  const cache = xdg && path.isAbsolute(xdg) ? xdg : path.join(os.homedir(), '.cache')
  return path.isAbsolute(cache) ? path.join(cache, 'lightspeed', 'compile') : null
}

function fail(message) {
  process.stderr.write(`error: ${message}\n`)
  process.exitCode = 1
}

function printVersion() {
  const { name, version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'))
  process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`)
}

/** Not Node's recursive mkdir: below /proc that never returns. */
function makeDirectory(directory) {
  if (fs.existsSync(directory)) return
  makeDirectory(path.dirname(directory))
  fs.mkdirSync(directory, { mode: 0o700 })
}

/** Node would create the directories for all to read. One that cannot be written only costs speed. */
function enableCompileCache() {
  try {
    const directory = compileCacheDir()
    if (directory === null) return
    makeDirectory(directory)
    module.enableCompileCache?.(directory)
  } catch {
    // The command itself says what is wrong with its home.
  }
}

async function main() {
  const [first, ...rest] = process.argv.slice(2)
  if (Number(process.versions.node.split('.')[0]) < 22) {
    return fail(
      `lightspeed needs Node 22 or newer and this is ${process.version}; install a newer Node, or run it as \`npx lightspeed\` in a checkout, which brings its own`,
    )
  }
  if (rest.length === 0 && (first === '--version' || first === '-v' || first === '-V')) return printVersion()
  if (!fs.existsSync(path.join(root, 'dist', 'run.js')))
    return fail('lightspeed is not built yet; run `npm run build` in the checkout')
  enableCompileCache()
  await import('../dist/run.js')
}

await main()
