import { expect } from 'vitest'
import type { Ended } from '../support/cli.ts'

/** One line on stderr that names the trouble; nothing of a stack. */
export function expectOneLine({ stderr, code }: Ended, exitCode: number, words: RegExp): void {
  const errors = stderr.split('\n').filter((line) => line.startsWith('error:'))
  expect(errors, stderr).toHaveLength(1)
  expect(errors[0]).toMatch(words)
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(code).toBe(exitCode)
}
