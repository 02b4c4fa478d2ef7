import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quote, scriptOf } from '../../../sandbox/process/bootstrap.ts'

test('a quoted word is read back by a shell as it was', () => {
  const words = fc.sample(
    fc.string({ unit: fc.constantFrom('a', "'", '"', '\\', '$', '`', ' ', '\n', '!', '*', '€', '-') }),
    { numRuns: 200, seed: 7 },
  )
  const printed = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${words.map(quote).join(' ')}`]).toString()
  expect(printed.split('\0').slice(0, -1)).toEqual(words)
})

test('the command keeps its own first line', () => {
  expect(scriptOf('a\nb', '/w')).toBe("cd -- '/w' || exit 1; a\nb")
})
