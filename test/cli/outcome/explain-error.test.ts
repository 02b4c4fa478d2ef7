import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { explainError } from '../../../cli/outcome/explain-error.ts'
import { UsageError } from '../../../cli/errors.ts'

function thrown(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

test('our errors keep their code and message, on one line', () => {
  expect(explainError(new UsageError('a\n  b'))).toEqual({ code: 'usage', message: 'a b' })
})

test("errors of the operating system name the path and say what to do, without Node's words", () => {
  const missing = explainError(thrown(() => readFileSync('/nowhere/at/all')))
  expect(missing).toEqual({ code: 'ENOENT', message: '/nowhere/at/all: no such file or directory' })
  expect(explainError(thrown(() => writeFileSync('/', '')))).toMatchObject({ code: 'EISDIR' })
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  expect(explainError(full).message).toMatch(/the disk is full; free some space/)
})

test('whatever is thrown has a code and a message', () => {
  expect(explainError(new Error('odd'))).toEqual({ code: 'internal', message: 'odd' })
  expect(explainError('text')).toEqual({ code: 'internal', message: 'text' })
  expect(explainError(new Error(''))).toEqual({ code: 'internal', message: 'internal' })
})
