/** What ids and refs look like: types say only that they are strings. `core/values` has the same as code. */
const patterns = {
  SessionId: '^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$',
  CommandId: '^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$',
  BlobRef: '^sha256:[0-9a-f]{64}$',
}

/** Unions of unions whose members `kind` tells apart: said so, a wrong one has one fault and not one of every member. */
const byKind = ['Command', 'Event']

/** An OpenRPC document of the schema of a contract: its methods, its errors and where it is served. */
export function openRpcDocument(schema) {
  const { GatewayMethods, GatewayErrors, GatewayServer, ...definitions } = withPaths(schema.definitions)
  delete definitions.GatewayContract
  const errors = errorsOfMethods(GatewayMethods, definitions)
  for (const [name, pattern] of Object.entries(patterns)) definitions[name] = { type: 'string', pattern }
  for (const name of byKind) definitions[name] = discriminated(definitions[name], definitions)
  const methods = Object.entries(GatewayMethods.properties).map(([name, { description, properties }]) => ({
    name,
    summary: description,
    paramStructure: 'by-name',
    params: parameters(properties.params, definitions),
    result: { name: 'result', schema: properties.result },
    errors: errors[name],
  }))
  return {
    openrpc: '1.3.2',
    info: {
      title: 'Lightspeed gateway',
      version: '1',
      description: 'JSON-RPC 2.0 over POST /v1/rpc with a bearer key. Ignore fields of a result that you do not know.',
    },
    servers: [serverObject(GatewayServer)],
    methods,
    components: { schemas: definitions, errors: errorObjects(GatewayErrors) },
  }
}

function serverObject({ description, properties: { url, gateway } }) {
  const variables = { gateway: { default: gateway.const, description: gateway.description } }
  return { name: 'gateway', url: url.const, summary: description, variables }
}

/** By name; what an error means is its message here, while the message of an answer says more. */
function errorObjects({ properties }) {
  const toObject = ([name, { const: code, description }]) => [
    name,
    { code, message: description, data: { code: name } },
  ]
  return Object.fromEntries(Object.entries(properties).map(toObject))
}

/** By method. Groups of errors are no shape of anything that is sent: they are taken out of the definitions. */
function errorsOfMethods({ properties }, definitions) {
  const groups = new Set()
  const namesOf = ({ $ref, anyOf, enum: names, const: name }) => {
    if ($ref === undefined) return anyOf?.flatMap(namesOf) ?? names ?? [name]
    const group = $ref.split('/').at(-1)
    groups.add(group)
    return namesOf(definitions[group])
  }
  const toRefs = (names) => [...new Set(names)].map((name) => ({ $ref: `#/components/errors/${name}` }))
  const methods = Object.entries(properties).map(([name, { properties }]) => [name, toRefs(namesOf(properties.errors))])
  for (const group of groups) delete definitions[group]
  return Object.fromEntries(methods)
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
