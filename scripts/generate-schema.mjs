// Writes docs/schema/run-json.schema.json, what `run --json` prints, from the TypeScript types.
//   --check   fail when the committed file is not what the types say
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createFormatter, createParser, createProgram, SchemaGenerator, StringType, ts } from 'ts-json-schema-generator'
import { root } from './paths.mjs'

const file = path.join(root, 'docs', 'schema', 'run-json.schema.json')
const config = {
  path: path.join(root, 'cli', 'outcome', 'run-lines.ts'),
  tsconfig: path.join(root, 'tsconfig.json'),
  type: 'RunLine',
  topRef: true,
  skipTypeCheck: true,
  // Readers ignore fields that they do not know: later versions may add some.
  additionalProperties: true,
}

/** A branded string is a string to whoever reads JSON; the generator would make an impossible type of it. */
const brandParser = {
  supportsNode: (node) => ts.isTypeReferenceNode(node) && node.typeName.getText() === 'Brand',
  createType: () => new StringType(),
}

function render() {
  const program = createProgram(config)
  const parser = createParser(program, config, (chain) => chain.addNodeParser(brandParser))
  const schema = new SchemaGenerator(program, parser, createFormatter(config), config).createSchema(config.type)
  return `${JSON.stringify({ title: 'A line of lightspeed run --json', ...schema }, null, 2)}\n`
}

const { values: flags } = parseArgs({ options: { check: { type: 'boolean' } } })
const wanted = render()
if (flags.check) {
  const committed = await readFile(file, 'utf8').catch(() => '')
  if (committed !== wanted) {
    console.error('docs/schema/run-json.schema.json does not match the types: run `node scripts/generate-schema.mjs`')
    process.exitCode = 1
  }
} else {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, wanted)
}
