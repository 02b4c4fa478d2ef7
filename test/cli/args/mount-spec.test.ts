import { expect, test } from 'vitest'
import { placeMounts, readMountSpec } from '../../../cli/args/mount-spec.ts'

const directories = new Set(['/repo', '/odd:/name', '/odd:ro', '/a:b'])
const read = (text: string) => readMountSpec(text, (path) => directories.has(path))

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

test('the first mount is the workspace, further ones get their name below /mnt', () => {
  const specs = [read('/repo'), read('/a:b'), read('/odd:ro:/given')]
  expect(placeMounts(specs).map((mount) => mount.path)).toEqual(['/workspace', '/mnt/a:b', '/given'])
})

test('mounts that overlap are refused', () => {
  expect(() => placeMounts([read('/repo'), read('/a:b:/workspace/sub')])).toThrow(/overlap/)
  expect(() => placeMounts([read('/repo:/x'), read('/a:b:/x')])).toThrow(/overlap/)
  expect(placeMounts([read('/repo:/x'), read('/a:b:/xy')])).toHaveLength(2)
})
