import { Ajv } from 'ajv'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkInput } from '../../../core/tools/check-input.ts'

const schema = {
  type: 'object',
  properties: {
    path: { type: 'string' },
    limit: { type: 'integer', minimum: 0 },
    all: { type: 'boolean' },
    mode: { type: 'string', enum: ['content', 'count'] },
    edits: {
      type: 'array',
      minItems: 1,
      items: { type: 'object', properties: { old_string: { type: 'string' } }, required: ['old_string'] },
    },
  },
  required: ['path'],
} as const

function messageFor(value: unknown): string {
  const checked = checkInput(schema, value)
  return checked.ok ? 'ok' : checked.message
}

test('each mismatch names its field and what it should be', () => {
  expect(messageFor({ path: 1 })).toBe('`path` must be a string, not 1')
  expect(messageFor({ path: null })).toBe('`path` is missing; it must be a string')
  expect(messageFor({ path: 'a', limit: 1.5 })).toBe('`limit` must be an integer, not 1.5')
  expect(messageFor({ path: 'a', limit: -1 })).toBe('`limit` must be at least 0, not -1')
  expect(messageFor({ path: 'a', mode: 'lines' })).toBe('`mode` must be one of content, count, not "lines"')
  expect(messageFor({ path: 'a', edits: [] })).toBe('`edits` must have at least 1 item')
  expect(messageFor({ path: 'a', edits: [{}] })).toBe('`edits[0].old_string` is missing; it must be a string')
  expect(messageFor({ path: 'a', edits: ['x'] })).toBe('`edits[0]` must be an object, not "x"')
  expect(messageFor({ path: 'a', edits: {} })).toBe('`edits` must be an array, not {}')
})

test('an unknown field is refused with the one that was meant', () => {
  expect(messageFor({ pth: 'a' })).toContain(
    '`pth` is not a field of this tool. Did you mean `path`? Its fields: path,',
  )
  expect(messageFor({ path: 'a', toString: 'x' })).toContain('`toString` is not a field')
  expect(messageFor(JSON.parse('{"path":"a","__proto__":{}}'))).toContain('`__proto__` is not a field')
})

test('nulls are left out, and numbers and booleans in quotes are read', () => {
  const value = { path: 'a', limit: '20', all: 'True', mode: null }
  expect(checkInput(schema, value)).toEqual({ ok: true, value: { path: 'a', limit: 20, all: true } })
  expect(messageFor({ path: 'a', limit: 'many' })).toBe('`limit` must be an integer, not "many"')
})

const sorts = {
  text: fc.string(),
  count: fc.nat(),
  flag: fc.boolean(),
  mode: fc.constantFrom('content', 'count'),
}
/** Mostly what the schema says, sometimes anything. */
function oftenRight<Value>(right: fc.Arbitrary<Value>) {
  const wrong = fc.oneof(...Object.values(sorts), fc.double(), fc.integer(), fc.constant([]))
  return fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: wrong })
}
const edit = fc.record({ old_string: oftenRight(sorts.text), more: fc.constant(1) }, { requiredKeys: ['old_string'] })
const values = fc.record(
  {
    path: oftenRight(sorts.text),
    limit: oftenRight(sorts.count),
    all: oftenRight(sorts.flag),
    mode: oftenRight(sorts.mode),
    edits: oftenRight(fc.array(fc.oneof(fc.record({ old_string: sorts.text }), edit), { minLength: 1, maxLength: 2 })),
  },
  { requiredKeys: ['path'] },
)

test('what a full JSON Schema validator of closed objects accepts is accepted unchanged', () => {
  const validate = new Ajv().compile(closed(schema))
  let accepted = 0
  fc.assert(
    fc.property(values, (value) => {
      if (!validate(value)) return
      accepted += 1
      expect(checkInput(schema, value)).toEqual({ ok: true, value })
    }),
    { numRuns: 500 },
  )
  expect(accepted).toBeGreaterThan(100)
})

test('what is accepted satisfies a full JSON Schema validator', () => {
  const validate = new Ajv().compile(closed(schema))
  fc.assert(
    fc.property(values, (value) => {
      const checked = checkInput(schema, value)
      if (checked.ok) expect(validate(checked.value)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

/** The schema with what tools mean by it: no field but those listed. */
function closed(value: unknown): never {
  const text = JSON.stringify(value).replaceAll('"type":"object"', '"type":"object","additionalProperties":false')
  return JSON.parse(text) as never
}
