import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import contract from '../../docs/schema/gateway.json' with { type: 'json' }
import type { MethodName, ParamsOf } from './contract.ts'
import { RequestError } from './rpc-error.ts'

const ajv = new Ajv({ strict: false, discriminator: true }).addSchema(contract, 'gateway')
const compiled = new Map<string, ValidateFunction>()

/** Whether there is such a method. */
export function isMethod(name: string): name is MethodName {
  return contract.methods.some((method) => method.name === name)
}

/** Refuses what is not what the contract says, down to the last field: it comes from a stranger. @throws RequestError */
export function checkParams<Name extends MethodName>(name: Name, params: unknown): ParamsOf<Name> {
  const validate = compiled.get(name) ?? ajv.compile(schemaOf(name))
  compiled.set(name, validate)
  if (!validate(params)) throw new RequestError('bad-params', `${name}: ${explain(validate.errors ?? [])}`)
  const place = findNul(params, '')
  if (place !== null) throw new RequestError('bad-params', `${name}: ${place} has a NUL, which no name has`)
  return params as ParamsOf<Name>
}

/** Kept as JSON, in which a NUL is written as any other character. */
const keptAsJson = new Set(['command', 'event'])

/** Where a text has a NUL, which Postgres takes in none. */
function findNul(value: unknown, place: string): string | null {
  if (typeof value === 'string') return value.includes('\u0000') ? place : null
  if (typeof value !== 'object' || value === null) return null
  for (const [key, inner] of Object.entries(value)) {
    const found = keptAsJson.has(key) ? null : findNul(inner, `${place}/${key}`)
    if (found !== null) return found.replace(/^\//, '')
  }
  return null
}

function schemaOf(name: MethodName): object {
  const params = contract.methods.find((method) => method.name === name)?.params ?? []
  const properties = params.map((param) => [param.name, withPlace(param.schema)] as const)
  const required = params.filter((param) => param.required).map((param) => param.name)
  return { type: 'object', properties: Object.fromEntries(properties), required, additionalProperties: false }
}

/** Refs are to the document that the schema was taken from. */
function withPlace(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"gateway#/components/')) as object
}

/** Of the ways in which a value could have been right, the one that came closest. */
function explain(errors: readonly ErrorObject[]): string {
  const telling = errors.filter(({ keyword }) => keyword !== 'const' && keyword !== 'anyOf')
  const deepest = [...(telling.length > 0 ? telling : errors)].sort((one, other) => depth(other) - depth(one))[0]
  const extra: unknown = deepest?.params['additionalProperty']
  const named = typeof extra === 'string' ? `: ${extra.slice(0, 40)}` : ''
  return `${deepest?.instancePath.slice(1) || 'params'} ${deepest?.message ?? 'is wrong'}${named}`
}

function depth({ instancePath }: ErrorObject): number {
  return instancePath.split('/').length
}
