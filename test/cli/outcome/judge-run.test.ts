import { expect, test } from 'vitest'
import { endingOf } from '../../../cli/outcome/explain-error.ts'
import { judgeRun } from '../../../cli/outcome/judge-run.ts'

test.each([
  [{ type: 'completed' }, null, 'completed', 0],
  [{ type: 'failed', code: 'server', message: 'm' }, null, 'failed', 1],
  [{ type: 'failed', code: 'refusal', message: 'm' }, null, 'failed', 1],
  [{ type: 'failed', code: 'auth', message: 'm' }, null, 'failed', 5],
  [{ type: 'limit', limit: 'turns' }, null, 'limit', 3],
  [{ type: 'cancelled' }, 'interrupted', 'cancelled', 130],
  [{ type: 'cancelled' }, 'terminated', 'cancelled', 143],
  [{ type: 'cancelled' }, null, 'cancelled', 130],
  [{ type: 'cancelled' }, 'closed', 'cancelled', 1],
  [{ type: 'withdrawn' }, null, 'cancelled', 130],
  [{ type: 'completed' }, 'interrupted', 'completed', 0],
  [null, 'interrupted', 'cancelled', 130],
  [null, 'terminated', 'cancelled', 143],
] as const)('%j after the stop %s is %s with exit code %d', (outcome, stop, name, exitCode) => {
  expect(judgeRun(outcome, stop)).toMatchObject({ outcome: name, exitCode })
})

test('everything but success says what went wrong, and a limit says which', () => {
  expect(judgeRun({ type: 'completed' }, null).error).toBeUndefined()
  expect(judgeRun({ type: 'limit', limit: 'cost' }, null)).toMatchObject({ limit: 'cost', error: { code: 'limit' } })
  expect(judgeRun({ type: 'failed', code: 'quota', message: 'pay' }, null).error).toEqual({
    code: 'quota',
    message: 'pay',
  })
})

test.each([
  ['usage', 2],
  ['bad-config', 2],
  ['unknown-provider', 2],
  ['session-not-found', 2],
  ['mount-missing', 2],
  ['no-key', 5],
  ['auth', 5],
  ['denied', 4],
  ['disk-full', 1],
  ['store-too-new', 1],
  ['anything else', 1],
])('an error with the code %s ends with %d', (code, exitCode) => {
  expect(endingOf(code).exitCode).toBe(exitCode)
})
