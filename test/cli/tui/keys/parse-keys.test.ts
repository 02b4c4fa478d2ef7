import { expect, test } from 'vitest'
import { ConfigField } from '../../../../core/models/config-field.ts'
import { parseKeyName } from '../../../../cli/tui/keys/key-name.ts'
import { parseKeys } from '../../../../cli/tui/keys/parse-keys.ts'

const parse = (value: unknown) => parseKeys(new ConfigField(value, 'config.json', 'keys'))

test.each([
  ['enter', 'enter'], ['Return', 'enter'], ['ESC', 'escape'], ['Ctrl+S', 'ctrl+s'], ['control+alt+x', 'ctrl+alt+x'],
  ['alt+ctrl+x', 'ctrl+alt+x'], ['option+up', 'alt+up'], ['ctrl+shift+z', 'ctrl+shift+z'], ['ctrl+Z', 'ctrl+z'],
  ['ctrl++', 'ctrl++'], ['ctrl+_', 'ctrl+_'], ['cmd+k', 'super+k'], ['?', '?'], ['+', '+'], ['alt+ä', 'alt+ä'], ['ctrl+space', 'ctrl+space'],
])('%s is %s', (written, key) => expect(parseKeyName(written)).toEqual({ key })) // prettier-ignore

test.each([
  [{ send: 'strg+s' }, 'config.json: keys.send is "strg+s", but "strg" is no modifier; there are ctrl, alt, shift and super'],
  [{ send: 'ctrl+entre' }, 'config.json: keys.send is "ctrl+entre", but there is no key "entre"; did you mean enter?'],
  [{ send: '' }, /keys\.send is "", but there is no key ""; a key is a character, or enter/],
  [{ send: 'f5' }, 'config.json: keys.send is "f5"; function keys cannot be bound'],
  [{ send: 'ctrl+i' }, 'config.json: keys.send is "ctrl+i", which a terminal sends for tab; write tab'],
  [{ send: 'x' }, 'config.json: keys.send is x, which could not be typed any more; add ctrl or alt'],
  [{ send: 'X' }, /could not be typed/],
  [{ send: 'space' }, /could not be typed/],
  [{ send: null }, /keys\.send must keep a key/],
  [{ send: [] }, /keys\.send must keep a key/],
  [{ newline: 'enter' }, 'config.json: keys.newline takes enter from keys.send, which must have another key then; without one nothing can be sent'],
  [{ send: 7 }, /keys\.send must be a key as in "ctrl\+s", a list of keys, or null/],
  [{ send: ['ctrl+s', 7] }, /keys\.send\[1\] must be a key/],
  [{ sendd: 'ctrl+s' }, 'config.json: keys has no action "sendd"; did you mean send?'],
  [{ zzzzzzzzzz: 'ctrl+s' }, /keys has no action "zzzzzzzzzz"; there are send, newline/],
  [{ send: 'ctrl+s', newline: ['ctrl+s'] }, 'config.json: keys.newline is ctrl+s, and so is keys.send; a key can do one thing at a time'],
  [{ constructor: 'ctrl+s' }, /has no action "constructor"/],
])('%j is refused', (value, message) => {
  expect(() => parse(value)).toThrow(expect.objectContaining({ code: 'bad-config', message: typeof message === 'string' ? message : expect.stringMatching(message) }))
}) // prettier-ignore

test('one key, several keys and none', () => {
  expect(parse({ send: 'ctrl+s', newline: ['enter', 'alt+enter', 'return'], suspend: null, 'show-keys': '!' })).toEqual(
    {
      send: ['ctrl+s'],
      newline: ['enter', 'alt+enter'],
      suspend: [],
      'show-keys': ['!'],
    },
  )
})

test('one key may do two things at different times', () => {
  expect(parse({ queue: 'ctrl+s', complete: 'ctrl+s', 'search-newer': 'ctrl+s' })).toEqual({
    queue: ['ctrl+s'],
    complete: ['ctrl+s'],
    'search-newer': ['ctrl+s'],
  })
})
