import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distinctIds } from '../../../../core/models/shared/call-ids.ts'

test('distinct ids stay as they are', () => {
  expect(distinctIds(['b', 'a'], 'resp_1')).toEqual(['b', 'a'])
})

test('an answer without an id still gives distinct ones', () => {
  expect(distinctIds(['', ''], '')).toEqual(['call_0', 'call_1'])
})

test('characters that no API takes in an id are left out', () => {
  expect(distinctIds([''], 'gen:1/ä.x')).toEqual(['gen1x_0'])
})

test('whatever comes, ids are distinct, not empty, and the first of each kind is kept', () => {
  const id = fc.constantFrom('', 'a', 'b', 'r_0', 'r_1', 'r_1_', 'r_2')
  fc.assert(
    fc.property(fc.array(id), (ids) => {
      const distinct = distinctIds(ids, 'r')
      expect(new Set(distinct).size).toBe(ids.length)
      expect(distinct).not.toContain('')
      ids.forEach((given, i) => given !== '' && ids.indexOf(given) === i && expect(distinct[i]).toBe(given))
    }),
  )
})
