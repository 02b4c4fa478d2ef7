import { expect, test } from 'vitest'
import { editVerbs } from '../../../../cli/tui/editor/edit-action.ts'
import { isKeyAction, keyActionNames, keyActions } from '../../../../cli/tui/keys/key-actions.ts'
import { parseKeyName } from '../../../../cli/tui/keys/key-name.ts'
import { actionOf, makeKeymap, type KeyContext } from '../../../../cli/tui/keys/keymap.ts'

const idle: KeyContext = { searching: false, choosing: false, empty: false, running: false }
const plain = makeKeymap({})

test('default keys are written as they are pressed, and none means two things at a time', () => {
  const seen = new Set<string>()
  for (const action of keyActionNames) {
    for (const key of keyActions[action].keys) {
      expect(parseKeyName(key)).toEqual({ key })
      const place = `${keyActions[action].when} ${key}`
      expect(seen).not.toContain(place)
      seen.add(place)
    }
  }
})

test('every edit that needs nothing said has a key, but for those that Enter and Ctrl+C stand for', () => {
  expect(editVerbs.filter((verb) => !isKeyAction(verb))).toEqual([])
})

test.each([
  ['enter', {}, 'send'],
  ['enter', { running: true }, 'send'],
  ['enter', { choosing: true }, 'menu-accept'],
  ['enter', { searching: true }, 'search-accept'],
  ['tab', {}, 'complete'],
  ['tab', { running: true }, 'queue'],
  ['tab', { running: true, choosing: true }, 'menu-accept'],
  ['escape', { running: true }, 'interrupt'],
  ['escape', { running: true, choosing: true }, 'menu-close'],
  ['escape', {}, null],
  ['ctrl+d', { empty: true }, 'leave'],
  ['ctrl+d', {}, 'delete-right'],
  ['?', { empty: true }, 'show-keys'],
  ['?', {}, null],
  ['ctrl+r', {}, 'history-search'],
  ['ctrl+r', { searching: true }, 'search-older'],
  ['ctrl+p', { choosing: true }, 'menu-up'],
  ['ctrl+p', {}, 'up'],
  ['alt+up', { running: true }, 'take-back'],
  ['ctrl+q', {}, null],
] as const)('%s when %j is %s', (key, context, action) => {
  expect(actionOf(plain, key, { ...idle, ...context })).toBe(action)
})

test('a key that is given away is taken from its default owner, which is told when it was the last', () => {
  const keymap = makeKeymap({ send: ['ctrl+s'], newline: ['enter'], editor: ['ctrl+z'] })
  expect(actionOf(keymap, 'ctrl+s', idle)).toBe('send')
  expect(actionOf(keymap, 'enter', idle)).toBe('newline')
  expect(actionOf(keymap, 'alt+enter', idle)).toBeNull()
  expect(actionOf(keymap, 'ctrl+z', idle)).toBe('editor')
  expect(actionOf(keymap, 'enter', { ...idle, choosing: true })).toBe('menu-accept')
  expect(actionOf(keymap, 'ctrl+s', { ...idle, searching: true })).toBe('search-newer')
  expect(keymap.notes).toEqual(['suspend has no key: ctrl+z is given to another action'])
})

test('sending with Tab works while a run is active too', () => {
  const keymap = makeKeymap({ send: ['tab'] })
  expect(actionOf(keymap, 'tab', { ...idle, running: true })).toBe('send')
})

test('an action without keys has none', () => {
  const keymap = makeKeymap({ suspend: [] })
  expect(actionOf(keymap, 'ctrl+z', idle)).toBeNull()
  expect(keymap.notes).toEqual([])
})
