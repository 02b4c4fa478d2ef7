import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { openStage, type Stage } from '../../../core/effects/stage.ts'
import type { SessionId } from '../../../core/values/ids.ts'
import { hashBlob } from '../../../core/store/hash-blob.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import { snapshotDirectory } from '../../../vfs/snapshot/snapshot-directory.ts'
import { writeFile } from '../../../vfs/tree/write.ts'
import { applyMounts } from '../../../cli/workspace/apply-mounts.ts'
import { mountsHere, type MountHere } from '../../../cli/workspace/mounts-here.ts'

let root = ''
let stage: Stage
let mount: MountHere
beforeEach(async () => {
  const made = mkdtempSync(join(tmpdir(), 'apply-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  root = join(made, 'repo')
  mkdirSync(root)
  writeFileSync(join(root, 'a'), 'a\n')
  writeFileSync(join(root, 'b'), 'b\n')
  const store = openMemoryStore()
  stage = openStage(store.blobs, hashBlob)
  const { root: baseRef } = await snapshotDirectory({ directory: root, blobs: store.blobs })
  let headRef = baseRef
  for (const path of ['a', 'b', '.envrc']) headRef = await writeFile(headRef, path, Buffer.from('ours\n'), {}, stage)
  const recorded = {
    path: '/workspace',
    source: root,
    host: 'here',
    mountedRef: baseRef,
    baseRef,
    headRef,
    readOnly: false,
  }
  ;[mount] = mountsHere([recorded], 'here') as [MountHere]
})

const apply = (
  options: { only?: readonly string[]; allowExecFiles?: boolean; dryRun?: boolean; mounts?: readonly MountHere[] } = {},
) =>
  applyMounts({
    session: 's' as SessionId,
    mounts: options.mounts ?? [mount],
    blobs: stage,
    journalDirectory: join(root, '..', 'journal'),
    only: options.only ? new Map([['/workspace', options.only]]) : null,
    allowExecFiles: options.allowExecFiles ?? false,
    dryRun: options.dryRun ?? false,
  })
const onDisk = (path: string) => readFileSync(join(root, path), 'utf8')

test('clean changes are written, conflicts and files that run code are not', async () => {
  writeFileSync(join(root, 'b'), 'theirs\n')
  const [result] = await apply()
  expect(result).toMatchObject({ written: ['a'], conflicts: [{ path: 'b' }], needsConsent: [{ path: '.envrc' }] })
  expect([onDisk('a'), onDisk('b')]).toEqual(['ours\n', 'theirs\n'])
  expect(result?.newBase).not.toBe(mount.baseRef)
  expect(() => onDisk('.envrc')).toThrow()
})

test('a dry run says the same and writes nothing', async () => {
  writeFileSync(join(root, 'b'), 'theirs\n')
  const [dry] = await apply({ dryRun: true })
  expect(onDisk('a')).toBe('a\n')
  const [real] = await apply()
  expect({ ...dry, newBase: null }).toEqual({ ...real, newBase: null })
  expect(dry?.newBase).toBeNull()
})

test('only what is named is written, with consent also what runs code', async () => {
  expect((await apply({ only: ['b'] }))[0]).toMatchObject({ written: ['b'], needsConsent: [] })
  expect(onDisk('a')).toBe('a\n')
  expect((await apply({ only: ['.envrc'], allowExecFiles: true }))[0]?.written).toEqual(['.envrc'])
})

test('a secret that was left out of the mount is never overwritten, whatever the agent made at its path', async () => {
  writeFileSync(join(root, '.env'), 'KEY=mine\n')
  const store = openMemoryStore()
  const { root: baseRef, skipped } = await snapshotDirectory({ directory: root, blobs: store.blobs })
  expect(skipped).toEqual([{ path: '.env', reason: 'looks like a secret' }])
  stage = openStage(store.blobs, hashBlob)
  const headRef = await writeFile(baseRef, '.env', Buffer.from('KEY=theirs\n'), {}, stage)
  const [result] = await apply({ mounts: [{ ...mount, baseRef, headRef }], allowExecFiles: true })
  expect(result).toMatchObject({ written: [], conflicts: [{ path: '.env', reason: 'is another file on disk' }] })
  expect(onDisk('.env')).toBe('KEY=mine\n')
})

test('a workspace that comes from no directory cannot be written anywhere', async () => {
  await expect(apply({ mounts: mountsHere([{ ...mount.recorded, source: null }], 'here') })).rejects.toThrow(
    /has no directory on this machine; lightspeed apply s --to DIR/,
  )
})

test('a workspace of another machine is not written to the directory that is at its path here', async () => {
  const elsewhere = mountsHere([mount.recorded], 'there')
  const words = `/workspace is ${root} on here, and this machine is ${hostname()}; lightspeed apply s --to DIR writes`
  await expect(apply({ mounts: elsewhere })).rejects.toThrow(words)
  expect(onDisk('a')).toBe('a\n')
  const mine = { ...mount, path: '/mnt/mine' }
  await expect(apply({ mounts: [...elsewhere, mine] })).rejects.toThrow('; /mnt/mine behind -- limits it to')
})

test('where several have no directory here, all are named, and the command has a place for each', async () => {
  const second = { ...mount.recorded, path: '/mnt/second', source: '/srv/second' }
  const known = { ...mountsHere([second], 'there')[0], source: root, isCopy: true } as MountHere
  const away = mountsHere([mount.recorded, second], 'there')
  await expect(apply({ mounts: away })).rejects.toMatchObject({
    code: 'denied',
    message:
      `/workspace is ${root} on here, /mnt/second is /srv/second on here, and this machine is ${hostname()}; ` +
      'lightspeed apply s --to DIR:/workspace --to DIR:/mnt/second writes their changes there',
  })
  await expect(apply({ mounts: [...away.slice(0, 1), known] })).rejects.toThrow(
    `lightspeed apply s --to DIR:/workspace --to ${root}:/mnt/second writes their changes there; /mnt/second behind`,
  )
  const gone = ['/workspace', '/mnt/b'].map((path) => ({ ...mount, path, source: `/gone${path}` }))
  await expect(apply({ mounts: gone })).rejects.toThrow(
    '/workspace is /gone/workspace, /mnt/b is /gone/mnt/b, which are gone; restore these directories, or lightspeed',
  )
})

test('a directory that is gone is named, and so is the way out', async () => {
  rmSync(root, { recursive: true })
  await expect(apply()).rejects.toThrow(
    `${root}, which is gone; restore that directory, or lightspeed apply s --to DIR`,
  )
})
