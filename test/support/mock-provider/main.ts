import { resolve } from 'node:path'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { startMockProvider } from './mock-provider.ts'
import type { Script } from './script.ts'

// node test/support/mock-provider/main.ts --script FILE [--port 0] [--lenient]
// FILE is JSON (a list of replies) or a module that exports `script`. Prints the port, a line; runs until SIGTERM.

const { values } = parseArgs({
  options: { script: { type: 'string' }, port: { type: 'string', default: '0' }, lenient: { type: 'boolean' } },
})
if (values.script === undefined)
  throw new Error('say --script FILE: a JSON list of replies, or a module exporting `script`')
const mock = await startMockProvider(await load(resolve(values.script)), {
  port: Number(values.port),
  isLenient: values.lenient === true,
})
process.stdout.write(`${new URL(mock.url).port}\n`)
process.once('SIGTERM', () => void mock.close().then(() => process.exit(0)))

async function load(path: string): Promise<Script> {
  if (path.endsWith('.json')) return JSON.parse(readFileSync(path, 'utf8')) as Script
  const module = (await import(pathToFileURL(path).href)) as { readonly script?: Script }
  if (module.script === undefined) throw new Error(`${path} must export \`script\``)
  return module.script
}
