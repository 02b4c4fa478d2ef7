import { expect, test } from 'vitest'
import type { UnderWay } from '../../../cli/work/interruption.ts'
import { Composer } from '../../../cli/tui/composer/composer.ts'
import type { InputBox } from '../../../cli/tui/composer/input-box.ts'
import { keysOf } from '../../../cli/tui/keys/key-label.ts'
import { makeKeymap } from '../../../cli/tui/keys/keymap.ts'
import { ScreenActions, type ScreenActionsParts } from '../../../cli/tui/screen-actions.ts'

function acting(underWay: UnderWay = null) {
  const left: string[] = []
  const actions = new ScreenActions({
    desk: { underWay },
    pulse: { now: () => undefined },
    keyOf: keysOf(makeKeymap({})),
    leave: ({ type }) => void left.push(type),
  } as ScreenActionsParts)
  const composer = new Composer(
    () => 80,
    () => undefined,
  )
  const press = (action: 'clear' | null) => {
    actions.heard(action)
    if (action === null) return composer.insert('x')
    actions.perform(action, { composer } as InputBox)
  }
  return { actions, left, press }
}

test('Ctrl+C twice in a row on an empty input leaves, and the first one says so', () => {
  const { actions, left, press } = acting()
  press('clear')
  expect(actions.hint.wordings).toEqual(['Ctrl+C again leaves'])
  expect(left).toEqual([])
  press('clear')
  expect(left).toEqual(['leave'])
})

test('any other key between two Ctrl+C makes the second one a first one again', () => {
  const { actions, left, press } = acting()
  press('clear')
  press(null)
  expect(actions.hint.wordings).toEqual([])
  press('clear')
  press('clear')
  expect(actions.hint.wordings).toEqual(['Ctrl+C again leaves'])
  expect(left).toEqual([])
})
