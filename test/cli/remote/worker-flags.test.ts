import { expect, test } from 'vitest'
import { readArgs } from '../../../cli/args/parse-args.ts'
import Worker from '../../../cli/commands/worker.ts'
import { readWorkerWish } from '../../../cli/remote/worker-flags.ts'

const graceOf = (argv: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  readWorkerWish(readArgs(argv, Worker).flags, { providers: [], sandbox: null }, env).graceMs

test('what is under way has as long as the flag says, else the variable, else five minutes', () => {
  expect(graceOf([])).toBe(300_000)
  expect(graceOf([], { LIGHTSPEED_GRACE: '20' })).toBe(20_000)
  expect(graceOf(['--grace', '2'], { LIGHTSPEED_GRACE: '20' })).toBe(2_000)
  expect(() => graceOf([], { LIGHTSPEED_GRACE: 'long' })).toThrow(/LIGHTSPEED_GRACE/)
})
