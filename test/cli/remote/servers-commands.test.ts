import { expect, test } from 'vitest'
import { serversCommands } from '../../../cli/remote/servers-commands.ts'

test.each([
  ['confined', null, { sandbox: 'auto', noShell: null, remark: null }],
  ['confined', 'auto', { sandbox: 'auto', noShell: null, remark: null }],
  ['unconfined', 'none', { sandbox: 'none', noShell: null, remark: null }],
  ['unconfined', null, { sandbox: 'none', noShell: null, remark: 'the server runs commands unconfined' }],
] as const)('a server runs commands %s, asked for is %s: there is a shell', (found, asked, way) => {
  expect(serversCommands(found, asked)).toEqual(way)
})

test.each([
  ['unconfined', 'auto', /unconfined, and --sandbox auto was asked for/],
  ['none', null, /cannot confine them/],
  ['none', 'auto', /cannot confine them/],
] as const)('a server runs commands %s, asked for is %s: there is none', (found, asked, why) => {
  expect(serversCommands(found, asked).noShell).toMatch(why)
})

test('nobody gets commands less confined than the server has them', () => {
  for (const found of ['confined', 'none'] as const)
    expect(() => serversCommands(found, 'none')).toThrow(expect.objectContaining({ code: 'usage' }))
})

test('a server that never had a worker is told of, whatever is asked', () => {
  for (const asked of [null, 'auto', 'none'] as const)
    expect(() => serversCommands(null, asked)).toThrow(expect.objectContaining({ code: 'no-worker' }))
})
