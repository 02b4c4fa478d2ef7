import { expect, test } from 'vitest'
import { asksForHelp, asksForJson, asksForVersion } from '../../../cli/boot/asks-for.ts'

test.each([
  [['run', '--json', 'x'], true],
  [['run', '--output-format', 'json'], true],
  [['run', '--output-format=stream-json'], true],
  [['run', '--output-format', 'text'], false],
  [['run', '--', '--json'], false],
  [['run', 'about --json'], false],
])('%j asks for JSON: %s', (argv, expected) => {
  expect(asksForJson(argv)).toBe(expected)
})

test('help is asked for by no words, by help, by -h and by --help, but not behind --', () => {
  for (const argv of [[], ['help'], ['run', '-h'], ['run', 'x', '--help']]) expect(asksForHelp(argv)).toBe(true)
  expect(asksForHelp(['run', '--', '--help'])).toBe(false)
  expect(asksForHelp(['run', 'help'])).toBe(false)
})

test('the version is asked for only by the first word', () => {
  for (const flag of ['--version', '-v', '-V']) expect(asksForVersion([flag])).toBe(true)
  expect(asksForVersion(['run', '--version'])).toBe(false)
})
