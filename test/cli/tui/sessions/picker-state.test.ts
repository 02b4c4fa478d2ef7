import { expect, test } from 'vitest'
import { evolvePicker, visibleRange, type PickerAct } from '../../../../cli/tui/sessions/picker-state.ts'

const play = (...acts: readonly PickerAct[]) => acts.reduce(evolvePicker, { query: '', selected: 0, all: false })
const typed = (text: string): PickerAct => ({ type: 'typed', text })
const moved = (by: number, count = 5): PickerAct => ({ type: 'moved', by, count })

test('what is typed and erased is the query, a grapheme at a time', () => {
  expect(play(typed('fix '), typed('👩‍👩‍👧')).query).toBe('fix 👩‍👩‍👧')
  expect(play(typed('fix '), typed('👩‍👩‍👧'), { type: 'erased' }).query).toBe('fix ')
  expect(play(typed('fix'), { type: 'cleared' }, { type: 'erased' }).query).toBe('')
})

test('a paste becomes one line without control characters', () => {
  expect(play(typed('one\r\ntwo\u001b[31m\u0007')).query).toBe('one two[31m')
})

test('the selection stays in the list and begins again when the list changes', () => {
  expect(play(moved(-1)).selected).toBe(0)
  expect(play(moved(3), moved(9)).selected).toBe(4)
  expect(play(moved(1, 0)).selected).toBe(0)
  expect(play(moved(3), typed('x')).selected).toBe(0)
  expect(play(moved(3), { type: 'widened' })).toEqual({ query: '', selected: 0, all: true })
})

test('the selected row is always among those that are shown', () => {
  for (let selected = 0; selected < 50; selected++) {
    const [from, to] = visibleRange(selected, 50, 7)
    expect([from <= selected, selected < to, to - from]).toEqual([true, true, 7])
  }
  expect(visibleRange(2, 3, 7)).toEqual([0, 3])
  expect(visibleRange(0, 0, 7)).toEqual([0, 0])
})
