import { describe, expect, test } from 'vitest'
import { placeMounts, type PresentMount } from '../../../cli/args/place-mounts.ts'

/** `/link` leads to `/repo`. */
const disk = { realPath: (path: string) => path.replace(/^\/link(?=\/|$)/, '/repo') }
const spec = (source: string, path: string | null = null, readOnly = false) => ({ source, path, readOnly })
const place = (specs: readonly ReturnType<typeof spec>[], present: readonly PresentMount[] = []) =>
  placeMounts(specs, present, disk)
const repo: PresentMount = { source: '/repo', path: '/workspace', readOnly: false }

test('the first mount is the workspace, further ones get their name below /mnt', () => {
  const specs = [spec('/repo'), spec('/a:b'), spec('/lib', '/given')]
  expect(place(specs).map(({ path }) => path)).toEqual(['/workspace', '/mnt/a:b', '/given'])
  expect(place([spec('/lib')], [repo]).map(({ path }) => path)).toEqual(['/mnt/lib'])
  expect(place([spec('/lib')], [{ ...repo, source: null }]).map(({ path }) => path)).toEqual(['/mnt/lib'])
})

test('paths that overlap are refused', () => {
  expect(() => place([spec('/repo'), spec('/lib', '/workspace/sub')])).toThrow(/overlap/)
  expect(() => place([spec('/repo', '/x'), spec('/lib', '/x')])).toThrow(/overlap/)
  expect(() => place([spec('/lib', '/workspace')], [repo])).toThrow(/overlap/)
  expect(() => place([spec('/lib', '/workspace/sub')], [repo])).toThrow(/overlap/)
  expect(() => place([spec('/a/lib'), spec('/b/lib')], [repo])).toThrow(/choose another path/)
  expect(place([spec('/repo', '/x'), spec('/lib', '/xy')])).toHaveLength(2)
})

test('what a session has is not mounted again, under any name of the directory', () => {
  expect(place([spec('/repo'), spec('/repo', '/workspace'), spec('/link')], [repo])).toEqual([])
  expect(place([spec('/repo')], [{ ...repo, source: '/link' }])).toEqual([])
})

test('a mount of the session keeps its mode, and does not pretend to have another', () => {
  expect(() => place([spec('/link', null, true)], [repo])).toThrow(/is mounted writable in this session/)
  expect(() => place([spec('/repo')], [{ ...repo, readOnly: true }])).toThrow(/is mounted read-only in this session/)
  expect(place([spec('/repo', null, true)], [{ ...repo, readOnly: true }])).toEqual([])
})

describe('one directory is mounted once', () => {
  test.each([
    ['twice by name', [spec('/repo'), spec('/repo')], []],
    ['through a link', [spec('/repo'), spec('/link')], []],
    ['read-only beside writable', [spec('/repo'), spec('/repo', '/again', true)], []],
    ['at another path than the session has it', [spec('/link', '/again')], [repo]],
  ])('%s', (_, specs, present) => {
    expect(() => place(specs, present)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining('is mounted at /workspace already') }),
    )
  })
})

describe('directories within each other', () => {
  test.each([
    ['are refused when the outer one is writable', [spec('/repo'), spec('/repo/sub')], []],
    ['in the other order', [spec('/repo/sub'), spec('/repo')], []],
    ['through a link', [spec('/repo'), spec('/link/sub')], []],
    [
      'also when the inner one is read-only, which the outer one would undo',
      [spec('/repo'), spec('/repo/a', null, true)],
      [],
    ],
    ['in a session', [spec('/repo/sub')], [repo]],
  ])('%s', (_, specs, present) => {
    expect(() => place(specs, present)).toThrow(/lies in .*mounted writable.*:ro/)
  })

  test('are fine when the outer one is only there to be read', () => {
    expect(place([spec('/repo', null, true), spec('/repo/sub')])).toHaveLength(2)
    expect(place([spec('/repo/sub')], [{ ...repo, readOnly: true }])).toHaveLength(1)
  })

  test('are not those that only begin alike', () => {
    expect(place([spec('/repo'), spec('/repository')])).toHaveLength(2)
  })
})
