import { expect, test } from 'vitest'
import { formatBytes, formatLines } from '../../../core/tools/count.ts'
import { nearest } from '../../../core/values/nearest.ts'

test('the nearest word is found whatever its case', () => {
  expect(nearest('read', ['Write', 'Read'])).toBe('Read')
  expect(nearest('grepfiles', ['read_file', 'grep_files'])).toBe('grep_files')
  expect(nearest('utils.js', ['util.js', 'index.js'])).toBe('util.js')
})

test('nothing is near a word that shares nothing, nor an empty one', () => {
  expect(nearest('teleport', ['Read', 'Write'])).toBeNull()
  expect(nearest('', ['a'])).toBeNull()
  expect(nearest('ab', ['xy'])).toBeNull()
  expect(nearest('a'.repeat(100_000), ['b'])).toBeNull()
})

test('sizes and counts read well', () => {
  expect([0, 1, 999, 1000, 999_499, 999_500, 3_400_000].map(formatBytes)).toEqual([
    '0 bytes',
    '1 byte',
    '999 bytes',
    '1 kB',
    '999 kB',
    '1.0 MB',
    '3.4 MB',
  ])
  expect([1, 12, 2341, 1_000_000].map(formatLines)).toEqual(['1 line', '12 lines', '2,341 lines', '1,000,000 lines'])
})
