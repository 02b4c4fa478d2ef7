import { expect, test } from 'vitest'
import { exitCodeOf, signalOf } from '../../../sandbox/process/exit-status.ts'

test('a death by signal has the exit code that shells give it', () => {
  expect(exitCodeOf(null, 'SIGKILL')).toBe(137)
  expect(exitCodeOf(3, null)).toBe(3)
})

test('exit codes above 128 name their signal', () => {
  expect(signalOf(139)).toBe('SIGSEGV')
  expect(signalOf(1)).toBeNull()
  expect(signalOf(255)).toBeNull()
})
