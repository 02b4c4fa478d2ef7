// Preloaded into the binary by crash tests (NODE_OPTIONS=--import): SIGKILLs the process just before or
// just after its n-th commit. KILL_AT=<n> KILL_WHEN=before|after; KILL_COUNT_FILE receives the number of
// commits of a process that lived.
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const Database = createRequire(import.meta.url)('better-sqlite3')
const at = Number(process.env.KILL_AT ?? 0)
const when = process.env.KILL_WHEN ?? 'after'
let commits = 0

const probe = new Database(':memory:')
const statement = Object.getPrototypeOf(probe.prepare('SELECT 1'))
probe.close()

const { run } = statement
statement.run = function (...args) {
  if (this.source !== 'COMMIT') return run.apply(this, args)
  commits++
  if (commits === at && when === 'before') process.kill(process.pid, 'SIGKILL')
  const result = run.apply(this, args)
  if (commits === at && when === 'after') process.kill(process.pid, 'SIGKILL')
  return result
}

if (process.env.KILL_COUNT_FILE !== undefined)
  process.on('exit', () => writeFileSync(process.env.KILL_COUNT_FILE, String(commits)))
