// Run after every `npm install` that changed package-lock.json: node scripts/lockfix.mjs
//
// Two things npm leaves out of the lock make `npm ci` fail in a fresh clone:
//   - An optional platform package that the registry did not serve. `npm install` drops it, `npm ci` misses it.
//     Here: a placeholder, so that other platforms still ask for their binary.
//   - `gypfile: false`, by which better-sqlite3 says that it ships its binaries. Without it `npm ci` compiles it.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './paths.mjs'

const file = path.join(root, 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8'))
const { packages } = lock

const placeholders = missingOptionals()
Object.assign(packages, placeholders)
packages['node_modules/better-sqlite3'].gypfile = false
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, JSON.stringify(lock, null, 2) + '\n')
console.log(`placeholders added: ${Object.keys(placeholders).length}`)

/** Optional dependencies that no entry of the lock answers: path in the lock -> placeholder. */
function missingOptionals() {
  const present = Object.keys(packages)
  const wanted = Object.values(packages).flatMap((entry) => Object.entries(entry.optionalDependencies ?? {}))
  return Object.fromEntries(
    wanted
      .map(([name, range]) => [`node_modules/${name}`, placeholder(name, range)])
      .filter(([location]) => !present.some((entry) => entry === location || entry.endsWith(`/${location}`))),
  )
}

/** What the name of a platform package tells: `@scope/tool-linux-arm64-musl` runs on Linux, arm64, musl. */
function placeholder(name, range) {
  const platform = name.split('/').at(-1)
  const cpu = /arm64|x64|ia32|ppc64|s390x|riscv64|loong64|mips64el|arm/.exec(platform)
  const os = /android|darwin|linux|win32|freebsd|openbsd|netbsd|sunos|aix|openharmony/.exec(platform)
  return {
    version: range.replace(/^[\^~]/, ''),
    cpu: [cpu?.[0] ?? 'none'],
    os: [os?.[0] ?? 'none'],
    ...(platform.includes('musl') ? { libc: ['musl'] } : {}),
    optional: true,
  }
}
