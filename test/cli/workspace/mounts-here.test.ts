import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Mount, WorkspaceCopy } from '../../../core/machine/workspace/state.ts'
import type { BlobRef } from '../../../core/values/blob-ref.ts'
import { thisDisk } from '../../../cli/args/mount-disk.ts'
import { readPlaceSpec } from '../../../cli/args/place-spec.ts'
import type { SessionId } from '../../../core/values/ids.ts'
import { elsewhere, mountsHere, type MountHere } from '../../../cli/workspace/mounts-here.ts'
import { placeMounts } from '../../../cli/workspace/place-mounts.ts'

const ref = (name: string) => `sha256:${name}` as BlobRef
const [mounted, base, head, copied] = [ref('mounted'), ref('base'), ref('head'), ref('copied')] as const

let root = ''
beforeEach(() => {
  const made = realpathSync(mkdtempSync(join(tmpdir(), 'here-')))
  onTestFinished(() => rmSync(made, { recursive: true }))
  root = made
  for (const name of ['repo', 'copy', 'other']) mkdirSync(join(root, name))
})

const at = (name: string) => join(root, name)
const repo = (more: Partial<Mount> = {}): Mount => ({
  ...{ path: '/workspace', source: at('repo'), host: 'one', readOnly: false },
  ...{ mountedRef: mounted, baseRef: base, headRef: head },
  ...more,
})
const copy = (name: string, host = 'two'): WorkspaceCopy => ({ host, directory: at(name), baseRef: copied })
const here = (mount: Mount, machine: string | null) => mountsHere([mount], machine)[0] as MountHere

describe('the directory of a mount', () => {
  test('is the one that was mounted, on its machine', () => {
    expect(here(repo({ copies: [copy('copy')] }), 'one')).toMatchObject({ source: at('repo'), baseRef: base })
  })

  test('is none on another machine, whatever is at its path there', () => {
    expect(here(repo(), 'two')).toMatchObject({ source: null, baseRef: mounted, isCopy: false })
    expect(elsewhere(here(repo(), 'two'))).toBe(`${at('repo')} on one`)
    const { host: _, ...old } = repo()
    expect(elsewhere(here(old, 'two'))).toBe(`${at('repo')} on another machine`)
  })

  test('is the one that was mounted where no other machine has the sessions, whatever this one is called now', () => {
    expect(here(repo(), null)).toMatchObject({ source: at('repo'), baseRef: base, isCopy: false })
  })

  test('is the one that was written to last, with the base of that, where the mounted one is not', () => {
    const copies = [copy('other'), copy('copy'), copy('other', 'three')]
    expect(here(repo({ copies }), 'two')).toMatchObject({ source: at('copy'), baseRef: copied, isCopy: true })
    rmSync(at('copy'), { recursive: true })
    expect(here(repo({ copies }), 'two')).toMatchObject({ source: at('other') })
    rmSync(at('repo'), { recursive: true })
    expect(here(repo({ copies }), null)).toMatchObject({ source: at('other'), isCopy: true })
    expect(here(repo(), 'one')).toMatchObject({ source: at('repo'), isCopy: false })
  })
})

describe('--to', () => {
  const place = (mounts: readonly Mount[], to: string | readonly string[], machine: string | null = 'two') =>
    placeMounts(
      { mounts: mountsHere(mounts, machine), machine, session: 's' as SessionId },
      [to].flat().map((one) => readPlaceSpec(at(one), '--to', thisDisk)),
    ).map(({ source, baseRef, otherBaseRef }) => [
      ...[source, baseRef],
      ...(otherBaseRef === undefined ? [] : [otherBaseRef]),
    ])

  test.each([
    ['of another machine', () => repo()],
    ['of none', () => repo({ source: null })],
    ['that is gone', () => repo({ source: at('gone'), host: 'two' })],
  ])('is for a directory %s, and begins as it was mounted, or last applied to', (_, mount) => {
    expect(place([mount()], 'other')).toEqual([[at('other'), mounted, base]])
  })

  test('names the very path as well: a machine may have got another name', () => {
    expect(place([repo()], 'repo')).toEqual([[at('repo'), mounted, base]])
  })

  test('goes on where it was with a directory that was named before, by whatever name', () => {
    symlinkSync('copy', at('link'))
    const mount = repo({ copies: [copy('copy'), copy('other', 'three')] })
    expect(place([mount], 'link')).toEqual([[at('copy'), copied]])
    expect(place([mount], 'other')).toEqual([[at('other'), mounted, base]])
    expect(place([repo({ mountedRef: head })], 'other')).toEqual([[at('other'), base, base]])
  })

  test('is refused for what has its directory here', () => {
    expect(() => place([repo()], 'other', 'one')).toThrow(`this one has ${at('repo')}`)
    expect(() => place([repo()], 'nowhere')).toThrow('no such directory')
  })

  test('means the workspace that has no directory yet, and only one of them', () => {
    const second = repo({ path: '/mnt/second' })
    const known = repo({ path: '/mnt/known', copies: [copy('copy')] })
    const same = repo({ path: '/mnt/same', headRef: mounted })
    expect(place([known, same, second], 'other')[2]).toEqual([at('other'), mounted, base])
    expect(place([known, same, second], 'copy')[0]).toEqual([at('copy'), copied])
    expect(() => place([repo(), second, same], 'other')).toThrow(
      `--to ${at('other')} could be for several workspaces (/workspace, /mnt/second); ` +
        'say which is where: lightspeed apply s --to DIR:/workspace --to DIR:/mnt/second',
    )
  })

  test('says of several which is meant, in any order, and one that does not say is for what is left', () => {
    const second = repo({ path: '/mnt/second' })
    const third = repo({ path: '/mnt/third', source: at('repo'), host: 'two' })
    const both = [
      [at('copy'), mounted, base],
      [at('other'), mounted, base],
      [at('repo'), base],
    ]
    expect(place([repo(), second, third], ['other:/mnt/second', 'copy:/workspace'])).toEqual(both)
    expect(place([repo(), second, third], ['copy', 'other:/mnt/second/'])).toEqual(both)
    expect(place([repo(), second, third], 'copy:/workspace').slice(1)).toEqual([[null, mounted], both[2]])
    const known = repo({ copies: [copy('copy')] })
    expect(place([known, second], ['copy:/workspace', 'other:/mnt/second'])).toEqual([[at('copy'), copied], both[1]])
  })

  test.each([
    [['copy:/mnt/nowhere'], 'nothing is mounted at /mnt/nowhere; this session has /workspace, /mnt/third'],
    [['copy:/mnt/third'], '/mnt/third has '],
    [['copy:/workspace', 'other:/workspace'], 'given twice for /workspace'],
    [['copy:/workspace', 'other'], 'no workspace is left'],
    [['copy/:/workspace', 'copy'], 'would hold the same files'],
    [['gone:/workspace'], 'no such directory'],
  ])('%j is refused', (to, words) => {
    const third = repo({ path: '/mnt/third', host: 'two' })
    expect(() => place([repo(), third], to)).toThrow(words)
  })
})
