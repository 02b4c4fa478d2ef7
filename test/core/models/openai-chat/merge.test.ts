import { expect, test } from 'vitest'
import { mergeDelta } from '../../../../core/models/openai-chat/merge.ts'

test('texts grow, identities stay, null changes nothing', () => {
  const whole = mergeDelta({ content: 'a', name: 'x', mood: 'calm' }, { content: 'b', name: 'y', mood: null, more: 1 })
  expect(whole).toEqual({ content: 'ab', name: 'y', mood: 'calm', more: 1 })
})

test('lists grow by index, or at their end', () => {
  const first = mergeDelta({}, { list: [{ index: 1, text: 'a' }, 'x'] })
  const second = mergeDelta(first, { list: [{ index: 1, text: 'b' }, { index: 2, text: 'c' }, 'y'] })
  expect(second).toEqual({ list: [{ index: 1, text: 'ab' }, 'x', { index: 2, text: 'c' }, 'y'] })
})

test('what was there is not changed', () => {
  const whole = { list: [{ index: 0, text: 'a' }], deep: { text: 'a' } }
  const before = JSON.stringify(whole)
  mergeDelta(whole, { list: [{ index: 0, text: 'b' }], deep: { text: 'b' } })
  expect(JSON.stringify(whole)).toBe(before)
})

test('a field called __proto__ is a field', () => {
  const whole = mergeDelta({}, JSON.parse('{"__proto__": {"polluted": "yes"}}') as Record<string, unknown>)
  expect(Object.hasOwn(whole, '__proto__')).toBe(true)
  expect('polluted' in {}).toBe(false)
})
