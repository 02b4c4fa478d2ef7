import { expect, test } from 'vitest'
import { keyLabel, keysOf } from '../../../../cli/tui/keys/key-label.ts'
import { makeKeymap } from '../../../../cli/tui/keys/keymap.ts'

test.each([
  ['ctrl+shift+z', 'Ctrl+Shift+Z'],
  ['escape', 'Esc'],
  ['alt+up', 'Alt+Up'],
  ['?', '?'],
  ['q', 'q'],
  ['ctrl++', 'Ctrl++'],
  ['alt+<', 'Alt+<'],
  ['pageup', 'Pageup'],
])('%s is written %s', (key, label) => expect(keyLabel(key)).toBe(label))

test('an action is named by its first key, and by none when it has none', () => {
  const keyOf = keysOf(makeKeymap({ send: ['ctrl+s'], newline: ['enter', 'alt+enter'], suspend: [] }))
  expect([keyOf('send'), keyOf('newline'), keyOf('suspend'), keyOf('clear')]).toEqual([
    'Ctrl+S',
    'Enter',
    null,
    'Ctrl+C',
  ])
})
