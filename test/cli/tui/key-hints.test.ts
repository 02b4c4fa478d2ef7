import { expect, test } from 'vitest'
import { leavingHints, placeholders, searchHints } from '../../../cli/tui/key-hints.ts'
import { keysOf } from '../../../cli/tui/keys/key-label.ts'
import { makeKeymap, type KeyOverrides } from '../../../cli/tui/keys/keymap.ts'
import { firstFitting } from '../../../cli/tui/text/first-fitting.ts'
import type { UnderWay } from '../../../cli/work/interruption.ts'

const keyOf = (keys: KeyOverrides) => keysOf(makeKeymap(keys))
const everything: readonly UnderWay[] = ['run', 'shell', 'compaction', null]

test('hints name the keys that are bound', () => {
  const own = keyOf({
    send: ['ctrl+s'],
    queue: ['ctrl+q'],
    interrupt: ['ctrl+x'],
    clear: ['alt+c'],
    'show-keys': ['f'],
    'search-cancel': ['q'],
  })
  expect(placeholders(own, 'run')[0]).toBe('Ctrl+S steers, Ctrl+Q queues, Ctrl+X interrupts')
  expect(placeholders(own, null)[0]).toBe('say what to do; / for commands, f for keys')
  expect(leavingHints(own, 'run')[0]).toBe('Alt+C again leaves, the run goes on; Ctrl+X interrupts it')
  expect(searchHints(own)[0]).toBe('Enter takes it, Ctrl+R looks further, q leaves')
})

test('hints leave out what is bound to nothing', () => {
  const few = keyOf({ queue: [], interrupt: [], clear: [], 'show-keys': [], 'search-older': [] })
  expect(everything.map((underWay) => placeholders(few, underWay)[0])).toEqual([
    'Enter steers',
    'Enter queues',
    'Enter queues',
    'say what to do; / for commands',
  ])
  expect(leavingHints(few, 'run')[0]).toBe('once more leaves, the run goes on')
  expect(searchHints(few)[0]).toBe('Enter takes it, Esc leaves')
})

test('at 40 columns every hint still ends with a whole word', () => {
  const usual = keyOf({})
  expect(everything.map((underWay) => firstFitting(placeholders(usual, underWay), 37))).toEqual([
    'Enter steers, Esc interrupts',
    'Enter queues, Esc stops the command',
    'Enter queues, Esc stops it',
    'say what to do; / commands, ? keys',
  ])
  expect(everything.map((underWay) => firstFitting(leavingHints(usual, underWay), 40))).toEqual([
    'Ctrl+C again leaves; Esc interrupts',
    'stopping; Ctrl+C again leaves',
    'Ctrl+C again leaves; Esc stops it',
    'Ctrl+C again leaves',
  ])
})

test('where no wording fits there are the words that do', () => {
  expect(firstFitting(['say what to do; / for commands', 'say what to do'], 10)).toBe('say what')
  expect(firstFitting(['unspeakable'], 5)).toBe('unsp…')
  expect(firstFitting([''], 5)).toBe('')
})
