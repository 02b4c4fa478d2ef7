import { nearest } from '../values/nearest.ts'

/** A value that fits its schema, or what is wrong with it, said to the model. */
export type Checked<Value = unknown> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string }

/** The part of JSON Schema that tool specs use. Objects are closed: a field that is not listed is an error. */
interface Schema {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean'
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly minItems?: number
}

/**
 * Checks a value against a schema. A null counts as a field left out, and numbers and booleans may come as
 * strings, since smaller models write them so; the value in the answer has neither.
 */
export function checkInput(schema: Schema, value: unknown, place = ''): Checked {
  if (schema.properties !== undefined) return checkObject(schema, schema.properties, value, place)
  if (schema.type === 'array') return checkArray(schema, value, place)
  const plain = unquote(schema, value)
  if (!hasType(schema.type, plain)) return wrong(place, `must be ${article(schema.type)}, not ${describe(value)}`)
  if (schema.enum !== undefined && !schema.enum.includes(plain)) {
    return wrong(place, `must be one of ${schema.enum.join(', ')}, not ${describe(value)}`)
  }
  if (schema.minimum !== undefined && typeof plain === 'number' && plain < schema.minimum) {
    return wrong(place, `must be at least ${schema.minimum}, not ${plain}`)
  }
  return { ok: true, value: plain }
}

function checkObject(schema: Schema, fields: Readonly<Record<string, Schema>>, value: unknown, place: string): Checked {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return wrong(place, `must be an object, not ${describe(value)}`)
  }
  const given = new Map(Object.entries(value).filter(([, field]) => field !== null))
  const missing = schema.required?.find((name) => !given.has(name))
  const unknown = [...given.keys()].find((name) => !Object.hasOwn(fields, name))
  if (unknown !== undefined) return unknownField(place, unknown, Object.keys(fields))
  if (missing !== undefined)
    return wrong(join(place, missing), `is missing; it must be ${article(fields[missing]?.type)}`)
  const checked: [string, unknown][] = []
  for (const [name, field] of given) {
    const result = checkInput(fields[name] ?? {}, field, join(place, name))
    if (!result.ok) return result
    checked.push([name, result.value])
  }
  return { ok: true, value: Object.fromEntries(checked) }
}

function checkArray(schema: Schema, value: unknown, place: string): Checked {
  if (!Array.isArray(value)) return wrong(place, `must be an array, not ${describe(value)}`)
  if (value.length < (schema.minItems ?? 0)) return wrong(place, `must have at least ${schema.minItems} item`)
  const checked: unknown[] = []
  for (const [index, item] of value.entries()) {
    const result = checkInput(schema.items ?? {}, item, `${place}[${index}]`)
    if (!result.ok) return result
    checked.push(result.value)
  }
  return { ok: true, value: checked }
}

function unquote(schema: Schema, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (schema.type === 'boolean' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  const isNumeric = schema.type === 'integer' || schema.type === 'number'
  return isNumeric && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
}

function hasType(type: Schema['type'], value: unknown): boolean {
  if (type === undefined) return true
  return type === 'integer' ? Number.isInteger(value) : typeof value === type
}

function wrong(place: string, message: string): Checked {
  return { ok: false, message: place === '' ? `the input ${message}` : `\`${place}\` ${message}` }
}

function unknownField(place: string, name: string, known: readonly string[]): Checked {
  const meant = nearest(name, known)
  const hint = meant === null ? '' : ` Did you mean \`${join(place, meant)}\`?`
  return wrong(join(place, name), `is not a field of this tool.${hint} Its fields: ${known.join(', ')}`)
}

function join(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`
}

function article(type: Schema['type']): string {
  if (type === undefined) return 'given'
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  const text = JSON.stringify(value)
  return text.length > 60 ? article(Array.isArray(value) ? 'array' : (typeof value as Schema['type'])) : text
}
