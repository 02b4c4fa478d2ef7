import { expect, test } from 'vitest'
import { checkInput } from '../../../core/tools/check-input.ts'
import { defaultLimits } from '../../../sandbox/policy/policy.ts'
import { readShellCall, shellInput } from '../../../sandbox/tools/shell-call.ts'

const read = (dialect: 'anthropic' | 'openai' | 'plain', input: object) => readShellCall(dialect, defaultLimits, input)

test('every dialect reads its own names', () => {
  const asked = { command: 'ls', workdir: null, timeoutMs: 5000, outputBytes: 30_000 }
  expect(read('anthropic', { command: 'ls', timeout: 5000, description: 'List' })).toEqual(asked)
  expect(read('openai', { cmd: 'ls', workdir: 'src', timeout_ms: 5000 })).toEqual({ ...asked, workdir: 'src' })
  expect(read('plain', { command: 'ls', workdir: '/workspace/src', timeout_ms: 5000 })).toEqual({
    ...asked,
    workdir: '/workspace/src',
  })
})

test('the timeout is two minutes unless asked for, and never beyond the limit', () => {
  expect(read('plain', { command: 'ls' }).timeoutMs).toBe(120_000)
  expect(read('plain', { command: 'ls', timeout_ms: 9_000_000 }).timeoutMs).toBe(600_000)
})

test('asked output tokens bound what is shown, within limits', () => {
  expect(read('openai', { cmd: 'ls', max_output_tokens: 2000 }).outputBytes).toBe(8000)
  expect(read('openai', { cmd: 'ls', max_output_tokens: 1 }).outputBytes).toBe(1000)
  expect(read('openai', { cmd: 'ls', max_output_tokens: 1e9 }).outputBytes).toBe(30_000)
})

test.each([
  ['anthropic', { command: 'ls', timeout: 5, description: 'x' }, true],
  ['openai', { cmd: 'ls', workdir: '.', timeout_ms: 5, max_output_tokens: 9, yield_time_ms: 1000 }, true],
  ['plain', { command: 'ls', workdir: '.', timeout_ms: 5 }, true],
  ['plain', { command: 'ls', timeout_ms: 0 }, false],
  ['plain', {}, false],
] as const)('%s %j fits its schema: %s', (dialect, input, fits) => {
  const spec = shellInput(dialect, defaultLimits)
  if (spec.type !== 'json') throw new Error('a shell takes JSON')
  expect(checkInput(spec.schema, input).ok).toBe(fits)
})
