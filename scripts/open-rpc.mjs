/** What ids and refs look like: types say only that they are strings. `core/values` has the same as code. */
const patterns = {
  SessionId: '^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$',
  CommandId: '^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$',
  BlobRef: '^sha256:[0-9a-f]{64}$',
}

/** Unions of unions whose members `kind` tells apart: said so, a wrong one has one fault and not one of every member. */
const byKind = ['Command', 'Event']

/** An OpenRPC document of the schema of an interface of methods. */
export function openRpcDocument(schema) {
  const { GatewayMethods, ...definitions } = withPaths(schema.definitions)
  for (const [name, pattern] of Object.entries(patterns)) definitions[name] = { type: 'string', pattern }
  for (const name of byKind) definitions[name] = discriminated(definitions[name], definitions)
  const methods = Object.entries(GatewayMethods.properties).map(([name, { description, properties }]) => ({
    name,
    summary: description,
    paramStructure: 'by-name',
    params: parameters(properties.params, definitions),
    result: { name: 'result', schema: properties.result },
  }))
  return {
    openrpc: '1.3.2',
    info: {
      title: 'Lightspeed gateway',
      version: '1',
      description: 'JSON-RPC 2.0 over POST /v1/rpc with a bearer key. Ignore fields of a result that you do not know.',
    },
    methods,
    components: { schemas: definitions },
  }
}

function discriminated(union, definitions) {
  // Said here, too: a validator that goes by `kind` looks at objects alone.
  const shape = { type: 'object', required: ['kind'] }
  return { ...shape, oneOf: members(union, definitions), discriminator: { propertyName: 'kind' } }
}

function members(union, definitions) {
  return union.anyOf.flatMap((member) => {
    const named = definitions[member.$ref?.split('/').at(-1)]
    return named?.anyOf === undefined ? [member] : members(named, definitions)
  })
}

function parameters(params, definitions) {
  const { properties = {}, required = [] } = params.$ref ? definitions[params.$ref.split('/').at(-1)] : params
  return Object.entries(properties).map(([name, schema]) => ({ name, required: required.includes(name), schema }))
}

/** Where OpenRPC keeps what JSON schema calls definitions. */
function withPaths(definitions) {
  return JSON.parse(JSON.stringify(definitions).replaceAll('"#/definitions/', '"#/components/schemas/'))
}
