import { expect, test } from 'vitest'
import type { BlobRef } from '../../../core/values/blob-ref.ts'
import { addedMounts } from '../../../cli/session/add-mounts.ts'
import { titleOf } from '../../../cli/session/start-session.ts'

const ref = 'sha256:0' as BlobRef
const present = [{ path: '/workspace', source: '/repo', baseRef: ref, headRef: ref, readOnly: false }]
const spec = (source: string, path: string | null = null) => ({ source, path, readOnly: false })

test('a directory that is mounted already is not mounted again', () => {
  expect(addedMounts([spec('/repo'), spec('/repo', '/workspace')], present)).toEqual([])
})

test('further directories get their name below /mnt, or the path that is asked for', () => {
  expect(addedMounts([spec('/lib'), spec('/repo', '/again')], present).map(({ path }) => path)).toEqual([
    '/mnt/lib',
    '/again',
  ])
})

test('a path that is taken is refused', () => {
  expect(() => addedMounts([spec('/lib', '/workspace')], present)).toThrow(/something else is mounted at \/workspace/)
  expect(() => addedMounts([spec('/a/lib'), spec('/b/lib')], present)).toThrow(/choose another path/)
})

test('a title is the first line of a prompt, cut', () => {
  expect(titleOf('\n  fix it \nplease')).toBe('fix it')
  expect([...titleOf('ä'.repeat(200))]).toHaveLength(120)
})
