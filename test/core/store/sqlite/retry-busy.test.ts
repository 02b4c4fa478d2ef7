import { expect, test } from 'vitest'
import { retryBusy } from '../../../../core/store/sqlite/retry-busy.ts'

/** Throws errors of these codes one after the other, then answers. */
function failing(...codes: readonly string[]): () => string {
  const left = [...codes]
  return () => {
    const code = left.shift()
    if (code !== undefined) throw Object.assign(new Error(code), { code })
    return 'opened'
  }
}

test('what is busy is tried again until it opens', () => {
  expect(retryBusy(failing('SQLITE_BUSY', 'SQLITE_BUSY_RECOVERY'), 5_000)).toBe('opened')
})

test('what stays busy is given up', () => {
  expect(() => retryBusy(failing(...Array<string>(100).fill('SQLITE_BUSY')), 30)).toThrow('SQLITE_BUSY')
})

test('what fails otherwise fails at once', () => {
  expect(() => retryBusy(failing('SQLITE_NOTADB'), 5_000)).toThrow('SQLITE_NOTADB')
})
