import { expect, test } from 'vitest'
import { isWithin } from '../../../sandbox/policy/is-within.ts'

test('a path lies in itself and its parents, and not in a sibling with a longer name', () => {
  expect(isWithin('/usr/bin', '/usr')).toBe(true)
  expect(isWithin('/usr', '/usr')).toBe(true)
  expect(isWithin('/usr2/bin', '/usr')).toBe(false)
  expect(isWithin('/usr', '/')).toBe(true)
})
