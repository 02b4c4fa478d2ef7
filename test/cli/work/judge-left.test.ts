import { expect, test } from 'vitest'
import { judgeLeft } from '../../../cli/work/judge-left.ts'
import type { SessionId } from '../../../core/values/ids.ts'

const session = 's1' as SessionId
const message = (words: string) => expect.stringContaining(words)

test.each([
  ['interrupted', 130],
  ['terminated', 143],
] as const)('whoever leaves a run of a server, %s, hears whether it goes on there', (stop, exitCode) => {
  expect(judgeLeft(session, stop, false, false)).toMatchObject({
    ...{ outcome: 'cancelled', exitCode },
    error: { code: 'left', message: message('goes on on the server, and lightspeed stop s1 ends it') },
  })
  expect(judgeLeft(session, stop, false, true).error?.message).toContain('the server was told to stop it')
  expect(judgeLeft(session, stop, true, false).error?.message).toContain('lightspeed log s1 has it')
})

test('without anybody who left it was the time of the run', () => {
  expect(judgeLeft(session, null, false, false)).toMatchObject({
    ...{ outcome: 'limit', exitCode: 3, limit: 'wall-clock' },
    error: { code: 'limit', message: message('no connection to the server') },
  })
})
