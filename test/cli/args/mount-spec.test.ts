import { expect, test } from 'vitest'
import { readMountSpec } from '../../../cli/args/mount-spec.ts'

const directories = new Set(['/repo', '/odd:/name', '/odd:ro', '/a:b'])
const kindOf = (path: string) => (directories.has(path) ? 'directory' : path === '/a.txt' ? 'file' : null)
const read = (text: string) => readMountSpec(text, { kindOf })

test.each([
  ['/repo', { source: '/repo', path: null, readOnly: false }],
  ['/repo:ro', { source: '/repo', path: null, readOnly: true }],
  ['/repo:rw', { source: '/repo', path: null, readOnly: false }],
  ['/repo:/src/app/', { source: '/repo', path: '/src/app', readOnly: false }],
  ['/repo:/src:ro', { source: '/repo', path: '/src', readOnly: true }],
  ['/odd:/name', { source: '/odd:/name', path: null, readOnly: false }],
  ['/odd:/name:/x', { source: '/odd:/name', path: '/x', readOnly: false }],
  ['/odd:ro', { source: '/odd:ro', path: null, readOnly: false }],
  ['/odd:ro:ro', { source: '/odd:ro', path: null, readOnly: true }],
  ['/a:b:/x:ro', { source: '/a:b', path: '/x', readOnly: true }],
])('%s is read with its colons', (text, expected) => {
  expect(read(text)).toEqual(expected)
})

test.each(['', '/nowhere', '/nowhere:/x', '/repo:/', '/repo:/a/../b', '/repo:x', ':/x', '/repo:/./'])(
  '%j is refused',
  (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'usage' }))
  },
)

test('a file is called a file', () => {
  for (const text of ['/a.txt', '/a.txt:ro', '/a.txt:/x']) expect(() => read(text)).toThrow(/a\.txt: this is a file/)
})

test.each([
  ['/usr', '/usr'],
  ['/usr/src/app', '/usr'],
  ['/etc', '/etc'],
  ['/proc/x', '/proc'],
  ['/tmp/x', '/tmp'],
  ['/var', '/var/tmp'],
  ['/home', '/home/agent'],
  ['/home/agent', '/home/agent'],
  ['/dev/shm', '/dev'],
  ['/nix/store', '/nix/store'],
])('a path that commands could never see is refused: %s', (path, taken) => {
  expect(() => read(`/repo:${path}`)).toThrow(`sandbox's own ${taken} there; choose a path below /mnt`)
})

test.each(['/workspace', '/mnt/x', '/home/me', '/srv', '/app', '/usrlocal'])(
  'a path that is free is taken: %s',
  (path) => {
    expect(read(`/repo:${path}`).path).toBe(path)
  },
)
