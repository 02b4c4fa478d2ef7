import { expect, test } from 'vitest'
import { activityText, wholeSeconds } from '../../../cli/chat/activity-text.ts'
import type { Activity } from '../../../cli/chat/audience.ts'

const table: readonly (readonly [Activity, number, string | null])[] = [
  [{ type: 'idle' }, 9_000, null],
  [{ type: 'preparing', since: 0, progress: null }, 900, null],
  [{ type: 'preparing', since: 0, progress: null }, 3_400, 'taking in the directory 3 s'],
  [{ type: 'preparing', since: 0, progress: 'uploading it' }, 900, null],
  [{ type: 'preparing', since: 0, progress: 'uploading it' }, 3_400, 'uploading it'],
  [{ type: 'opening', since: 0 }, 1_000, 'reading the session 1 s'],
  [{ type: 'waiting', since: 0 }, 0, 'waiting for the model'],
  [{ type: 'waiting', since: 0 }, 42_000, 'waiting for the model 42 s'],
  [{ type: 'thinking', since: 0, heardAt: 64_900 }, 65_000, 'thinking 1 m 05 s'],
  [{ type: 'writing', since: 0, heardAt: 5_000 }, 14_999, 'writing 14 s'],
  [{ type: 'writing', since: 0, heardAt: 5_000 }, 15_000, 'writing, nothing came for 10 s'],
  [{ type: 'thinking', since: 0, heardAt: 1_000 }, 43_000, 'thinking, nothing came for 42 s'],
  [{ type: 'calling', since: 0, heardAt: 0, name: 'Bash' }, 0, 'writing a call of Bash'],
  [
    { type: 'calling', since: 0, heardAt: 0, name: 'Bash' },
    252_000,
    'writing a call of Bash, nothing came for 4 m 12 s',
  ],
  [{ type: 'away', since: 0 }, 0, 'no connection to the server, trying again'],
  [{ type: 'away', since: 0 }, 42_000, 'no connection to the server, trying again 42 s'],
  [{ type: 'refused', since: 0 }, 42_000, 'the server does not take this key any more'],
  [{ type: 'retrying', since: 0, until: 2_000, reason: 'too many' }, 0, 'again in 2 s: too many'],
  [{ type: 'retrying', since: 0, until: 2_000, reason: 'too many' }, 1_999, 'again in 1 s: too many'],
  [{ type: 'retrying', since: 0, until: 2_000, reason: 'too many' }, 2_000, 'trying again: too many'],
]

test.each(table)('%j after %i ms: %s', (activity, now, text) => {
  expect(activityText(activity, now)).toBe(text)
})

test('a time changes once a second', () => {
  expect([0, 999, 1_000, 59_999].map(wholeSeconds)).toEqual(['0 s', '0 s', '1 s', '59 s'])
})
