import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'

const schema: unknown = JSON.parse(readFileSync(new URL('../../docs/schema/run-json.schema.json', import.meta.url), 'utf8'))
const validate = new Ajv({ strict: false, allErrors: false }).compile(schema as object)

/** Throws unless a line of `--json` is what docs/schema says. */
export function checkLine(line: unknown): void {
  if (validate(line)) return
  const kind = typeof line === 'object' && line !== null && 'kind' in line ? line.kind : undefined
  const wrong = (validate.errors ?? []).slice(0, 6)
  throw new Error(`no line of the schema (${String(kind)}): ${JSON.stringify(line).slice(0, 600)}\n${JSON.stringify(wrong)}`)
}
