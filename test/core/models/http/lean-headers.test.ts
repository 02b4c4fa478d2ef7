import { expect, test } from 'vitest'
import { LeanHeaders } from '../../../../core/models/http/lean-headers.ts'

test('names are the same whatever their case', () => {
  const headers = new LeanHeaders({ 'Retry-After': '7' })
  expect(headers.get('retry-after')).toBe('7')
  expect(headers.has('RETRY-AFTER')).toBe(true)
  headers.delete('rEtry-after')
  expect(headers.get('retry-after')).toBeNull()
})

test('appending joins, setting replaces', () => {
  const headers = new LeanHeaders([['a', '1']])
  headers.append('A', '2')
  expect(headers.get('a')).toBe('1, 2')
  headers.set('a', ' 3 ')
  expect([...headers]).toEqual([['a', '3']])
})

test('it can be made from what Node, the SDKs and itself give', () => {
  expect([...new LeanHeaders({ vary: ['a', 'b'], none: undefined })]).toEqual([['vary', 'a, b']])
  expect([...new LeanHeaders(new Headers({ X: 'y' }))]).toEqual([['x', 'y']])
  expect([...new LeanHeaders(new LeanHeaders({ X: 'y' }))]).toEqual([['x', 'y']])
})
