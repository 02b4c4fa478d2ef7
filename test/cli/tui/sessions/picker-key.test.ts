import { expect, test } from 'vitest'
import { pickerKey } from '../../../../cli/tui/sessions/picker-key.ts'
import { evolvePicker } from '../../../../cli/tui/sessions/picker-state.ts'

test.each([
  ['enter', 'pick'],
  ['escape', 'leave'],
  ['ctrl+d', 'leave'],
  ['down', { type: 'moved', by: 1 }],
  ['pageup', { type: 'moved', by: -7 }],
  ['tab', { type: 'widened' }],
  ['ctrl+x', null],
])('%s', (key, meant) => expect(pickerKey({ kind: 'key', key }, 7)).toEqual(meant))

test('what is typed or pasted is searched', () => {
  expect(pickerKey({ kind: 'text', text: 'end' }, 7)).toEqual({ type: 'typed', text: 'end' })
  expect(pickerKey({ kind: 'paste', text: 'a b' }, 7)).toEqual({ type: 'typed', text: 'a b' })
})

test.each([
  ['home', 0],
  ['end', 9],
])('%s goes as far as there are rows', (key, selected) => {
  const meant = pickerKey({ kind: 'key', key }, 7)
  if (meant === null || typeof meant === 'string' || meant.type !== 'moved') throw new Error(`${key} moves`)
  const state = { query: '', selected: 4, all: false }
  expect(evolvePicker(state, { ...meant, count: 10 }).selected).toBe(selected)
})
