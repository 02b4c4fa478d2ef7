import { expect, test } from 'vitest'
import { waitsFor } from '../../../cli/chat/waits-for.ts'

const of = (kind: Parameters<typeof waitsFor>[0]['kind']) => ({ kind })

test.each([
  ['run.request', 'shell.request', true],
  ['run.unsteer', 'run.steer', true],
  ['run.cancel', 'run.unsteer', true],
  // Whatever keeps a prompt from being stored, an Esc does not wait for it.
  ['run.cancel', 'run.request', false],
  ['run.unsteer', 'run.request', false],
  ['shell.cancel', 'shell.request', false],
] as const)('%s behind %s waits: %s', (command, before, expected) => {
  expect(waitsFor(of(command), of(before))).toBe(expected)
})
