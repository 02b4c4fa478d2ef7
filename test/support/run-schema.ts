import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'

const schema: unknown = JSON.parse(
  readFileSync(new URL('../../docs/schema/run-json.schema.json', import.meta.url), 'utf8'),
)
const validate = new Ajv({ strict: false, allErrors: false }).compile(schema as object)

/** Throws unless a line of `--json` is what docs/schema says. */
export function checkLine(line: unknown): void {
  const isLine: boolean = validate(line)
  if (isLine) return
  const wrong = (validate.errors ?? []).slice(0, 6)
  throw new Error(`no line of the schema: ${JSON.stringify(line).slice(0, 600)}\n${JSON.stringify(wrong)}`)
}
