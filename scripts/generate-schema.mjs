// Writes the schemas in docs/schema from the TypeScript types: what `run --json` prints, and what a gateway understands.
//   --check   fail when a committed file is not what the types say
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createFormatter, createParser, createProgram, SchemaGenerator, StringType, ts } from 'ts-json-schema-generator'
import { openRpcDocument } from './open-rpc.mjs'
import { root } from './paths.mjs'

const common = { tsconfig: path.join(root, 'tsconfig.json'), topRef: true, skipTypeCheck: true }

/** A branded string is a string to whoever reads JSON; the generator would make an impossible type of it. */
const brandParser = {
  supportsNode: (node) => ts.isTypeReferenceNode(node) && node.typeName.getText() === 'Brand',
  createType: () => new StringType(),
}

function schemaOf(config) {
  const program = createProgram(config)
  const parser = createParser(program, config, (chain) => chain.addNodeParser(brandParser))
  return new SchemaGenerator(program, parser, createFormatter(config), config).createSchema(config.type)
}

function runLines() {
  const schema = schemaOf({
    ...common,
    path: path.join(root, 'cli', 'outcome', 'run-lines.ts'),
    type: 'RunLine',
    // Readers ignore fields that they do not know: later versions may add some.
    additionalProperties: true,
  })
  return { title: 'A line of lightspeed run --json', ...schema }
}

function gateway() {
  const file = path.join(root, 'remote', 'gateway', 'contract.ts')
  // What a stranger sends is what it should be and nothing else.
  const config = { ...common, path: file, type: 'GatewayContract', additionalProperties: false, jsDoc: 'extended' }
  return openRpcDocument(schemaOf(config))
}

const { values: flags } = parseArgs({ options: { check: { type: 'boolean' } } })
const directory = path.join(root, 'docs', 'schema')
await mkdir(directory, { recursive: true })
for (const [name, render] of [
  ['run-json.schema.json', runLines],
  ['gateway.json', gateway],
]) {
  const wanted = `${JSON.stringify(render(), null, 2)}\n`
  const file = path.join(directory, name)
  if (!flags.check) await writeFile(file, wanted)
  else if ((await readFile(file, 'utf8').catch(() => '')) !== wanted) {
    console.error(`docs/schema/${name} does not match the types: run \`node scripts/generate-schema.mjs\``)
    process.exitCode = 1
  }
}
